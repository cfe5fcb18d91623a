package deploy

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	strict "sigs.k8s.io/yaml"
)

// manifest is what deploy/kubernetes/sesame.yaml holds, by kind.
type manifest struct {
	account    corev1.ServiceAccount
	deployment appsv1.Deployment
	service    corev1.Service
	budget     policyv1.PodDisruptionBudget
}

// readManifest decodes as the API server does with strict validation: an unknown or doubled
// field is an error.
func readManifest(t *testing.T) *manifest {
	t.Helper()
	text, err := os.ReadFile("../../deploy/kubernetes/sesame.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m := &manifest{}
	kinds := map[metav1.TypeMeta]any{
		{APIVersion: "v1", Kind: "ServiceAccount"}:             &m.account,
		{APIVersion: "apps/v1", Kind: "Deployment"}:            &m.deployment,
		{APIVersion: "v1", Kind: "Service"}:                    &m.service,
		{APIVersion: "policy/v1", Kind: "PodDisruptionBudget"}: &m.budget,
	}
	for documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text))); ; {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var kind metav1.TypeMeta
		if err := errors.Join(err, strict.Unmarshal(document, &kind)); err != nil {
			t.Fatal(err)
		}
		into := kinds[kind]
		if into == nil {
			t.Fatalf("%v is unknown, or there twice", kind)
		}
		delete(kinds, kind)
		if err := strict.UnmarshalStrict(document, into); err != nil {
			t.Errorf("%s: %v", kind.Kind, err)
		}
	}
	for kind := range kinds {
		t.Errorf("there is no %s", kind.Kind)
	}
	if t.Failed() {
		t.FailNow()
	}
	return m
}

// TestManifest: what belongs together fits together, and what is promised is there.
func TestManifest(t *testing.T) {
	m := readManifest(t)
	pod := m.deployment.Spec.Template
	if got := m.deployment.Spec.Replicas; got == nil || *got != 3 {
		t.Error("there are not three replicas")
	}
	for what, selector := range map[string]map[string]string{
		"deployment": m.deployment.Spec.Selector.MatchLabels, "service": m.service.Spec.Selector, "budget": m.budget.Spec.Selector.MatchLabels,
	} {
		for name, value := range selector {
			if pod.Labels[name] != value {
				t.Errorf("the %s selects other pods", what)
			}
		}
		if len(selector) == 0 {
			t.Errorf("the %s selects no pods", what)
		}
	}
	if b := m.budget.Spec.MaxUnavailable; b == nil || b.IntValue() != 1 {
		t.Error("more than one server may be taken away")
	}
	if len(pod.Spec.TopologySpreadConstraints) == 0 {
		t.Error("servers may all be on one machine")
	}
	if pod.Spec.ServiceAccountName != m.account.Name {
		t.Error("the service account is another")
	}
	checkContainer(t, m, &pod.Spec.Containers[0])
}

func checkContainer(t *testing.T, m *manifest, c *corev1.Container) {
	t.Helper()
	s, pod := c.SecurityContext, m.deployment.Spec.Template.Spec
	if !is(pod.SecurityContext.RunAsNonRoot, true) || !is(s.ReadOnlyRootFilesystem, true) || !is(s.AllowPrivilegeEscalation, false) || !slices.Contains(s.Capabilities.Drop, "ALL") {
		t.Error("the container may more than it needs")
	}
	port := c.Ports[0].Name
	for _, target := range []string{
		m.service.Spec.Ports[0].TargetPort.String(), c.ReadinessProbe.HTTPGet.Port.String(),
		c.StartupProbe.HTTPGet.Port.String(), c.LivenessProbe.TCPSocket.Port.String(),
	} {
		if target != port {
			t.Errorf("%s is not the port %s", target, port)
		}
	}
	settings := map[string]corev1.EnvVar{}
	for _, e := range c.Env {
		settings[e.Name] = e
	}
	if data := settings["SESAME_DATA"].ValueFrom; data == nil || data.SecretKeyRef == nil {
		t.Error("the address of the database is not a secret")
	}
	drain, err := time.ParseDuration(settings["SESAME_DRAIN"].Value)
	noticed := time.Duration(c.ReadinessProbe.PeriodSeconds*c.ReadinessProbe.FailureThreshold) * time.Second
	const call = (30 + 2*10) * time.Second // SESAME_CALL_TIMEOUT, and twice retry_for
	grace := time.Duration(*pod.TerminationGracePeriodSeconds) * time.Second
	if err != nil || drain <= noticed || grace <= drain+call {
		t.Errorf("%v: not ready is noticed after %v, the drain is %v, the end after %v", err, noticed, drain, grace)
	}
}

func is(b *bool, want bool) bool { return b != nil && *b == want }
