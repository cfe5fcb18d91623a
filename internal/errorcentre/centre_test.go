package errorcentre_test

import (
	"slices"
	"testing"

	"sesame/internal/api/ecs"
	"sesame/internal/errorcentre"
	"sesame/internal/rpc"
)

func centre() *errorcentre.Centre {
	return errorcentre.New([]*rpc.Product{ecs.New(ecs.Config{})})
}

// TestCodes: the actions of a code are those that declare it, and what is never given is
// there with its reason.
func TestCodes(t *testing.T) {
	c := centre()
	k, ok := c.Find("ImageUseShared")
	if !ok || len(k.Causes) != 2 {
		t.Fatalf("%+v", k)
	}
	if actions, anybody := k.Actions(); anybody || !slices.Equal(actions, []string{"DeleteImage", "ModifyImageAttribute"}) {
		t.Errorf("ImageUseShared is given by %q", actions)
	}
	for _, cause := range k.Causes {
		if len(cause.Given) != 1 || cause.Given[0].Status != 403 {
			t.Errorf("%+v", cause)
		}
	}
	k, _ = c.Find("InvalidAccessKeyId.NotFound")
	if actions, anybody := k.Actions(); !anybody || len(actions) > 0 {
		t.Errorf("%q", actions)
	}
	k, ok = c.Find("InvalidSystemSnapshot.Missing")
	if !ok || len(k.Causes) > 0 || !slices.Contains(k.Never, errorcentre.Never{
		Action: "CreateImage", Reason: "OperationDenied says that the mapping has no system disk.",
	}) {
		t.Errorf("%+v", k)
	}
	if _, ok := c.Find("imageuseshared"); ok {
		t.Error("codes are found in any spelling")
	}
	if near := c.Near("ImageUseShare"); len(near) == 0 || near[0] != "ImageUseShared" {
		t.Errorf("%q", near)
	}
}

// TestEveryCodeSaysSomething: a cause, or why it is never given.
func TestEveryCodeSaysSomething(t *testing.T) {
	codes := centre().Codes()
	if len(codes) < 500 {
		t.Errorf("%d codes", len(codes))
	}
	for _, k := range codes {
		if len(k.Causes)+len(k.Never) == 0 {
			t.Errorf("%s says nothing", k.Code)
		}
		for _, c := range k.Causes {
			if c.Cause == "" || len(c.Given) == 0 {
				t.Errorf("%s: %+v", k.Code, c)
			}
		}
		for _, n := range k.Never {
			if n.Reason == "" {
				t.Errorf("%s: %s never gives it, for no reason", k.Code, n.Action)
			}
		}
	}
}
