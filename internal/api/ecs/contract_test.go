package ecs_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sesame/internal/api/ecs"
	"sesame/internal/apierr"
	"sesame/internal/contract"
	"sesame/internal/rpc"
)

// ownerParameters choose the account that is worked on. The server reads them, for every
// action alike.
var ownerParameters = []string{"OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"}

func TestParametersAreThoseOfTheContract(t *testing.T) {
	unused, optional := allExceptions().ignored, allExceptions().optional
	eachServed(t, func(o *rpc.Operation, c *contract.Contract) {
		have := map[string]rpc.Parameter{}
		for _, p := range rpc.Parameters(o.Request) {
			have[p.Name] = p
			if _, published := c.Parameter(p.Name); !published {
				t.Errorf("%s takes %s, which is not published", o.Name, p.Name)
			}
		}
		for _, p := range c.Parameters {
			name := p.Name
			if _, ok := have[name]; !ok && p.Deprecated {
				name = exactSpelling(name)
			}
			h, ok := have[name]
			switch {
			case slices.Contains(ownerParameters, p.Name):
			case !ok && unused[o.Name+" "+p.Name] != "":
				delete(unused, o.Name+" "+p.Name)
			case !ok:
				t.Errorf("%s does not take %s", o.Name, p.Name)
			case h.Kind == p.Type && p.Required && !h.Required && optional[o.Name+" "+p.Name] != "":
				delete(optional, o.Name+" "+p.Name)
			case h.Kind != p.Type || h.Required != p.Required:
				t.Errorf("%s: %s is %s (required: %v), published as %s (%v)", o.Name, p.Name, h.Kind, h.Required, p.Type, p.Required)
			}
		}
	})
	for p := range unused {
		t.Errorf("%s is said to be ignored, and is not", p)
	}
	for p := range optional {
		t.Errorf("%s is said to be missed by the operation, and is not", p)
	}
}

// exactSpelling: the decoder takes Tag.N.key for Tag.N.Key.
func exactSpelling(name string) string {
	prefix, last, _ := strings.Cut(name, ".N.")
	return prefix + ".N." + strings.ToUpper(last[:1]) + last[1:]
}

func TestElementsAreThoseOfTheContract(t *testing.T) {
	unused := allExceptions().extra
	eachServed(t, func(o *rpc.Operation, c *contract.Contract) {
		published := map[string]string{}
		for _, p := range c.ResponsePaths() {
			published[strings.ReplaceAll(p.Path, "[]", ".N")] = p.Type
		}
		delete(published, "RequestId") // Encode writes it
		for _, e := range rpc.Elements(o.Response) {
			switch kind, ok := published[e.Name]; {
			case ok && kind != e.Kind:
				t.Errorf("%s answers %s as %s, published as %s", o.Name, e.Name, e.Kind, kind)
			case !ok:
				top, _, _ := strings.Cut(e.Name, ".")
				if allExceptions().extra[o.Name+" "+top] == "" {
					t.Errorf("%s answers %s, which is not published", o.Name, e.Name)
				}
				delete(unused, o.Name+" "+top)
			}
			delete(published, e.Name)
		}
		for name := range published {
			t.Errorf("%s does not answer %s", o.Name, name)
		}
	})
	for e := range unused {
		t.Errorf("%s is said to be extra, and is not", e)
	}
}

func TestDeclaredErrorsArePublished(t *testing.T) {
	common := commonErrors(t)
	unused := allExceptions().ours
	assumptions, err := os.ReadFile("../../../docs/assumptions.md")
	if err != nil {
		t.Fatal(err)
	}
	eachServed(t, func(o *rpc.Operation, c *contract.Contract) {
		all := slices.Concat(c.Errors, c.FormerErrors, common)
		for _, e := range o.Errors {
			if slices.ContainsFunc(all, func(p contract.Error) bool { return e.Matches(published(p)) }) {
				continue
			}
			number := allExceptions().ours[o.Name+" "+e.Code]
			if number == "" || !strings.Contains(string(assumptions), "| "+number+" |") {
				t.Errorf("%s declares %d %v: neither published nor assumed", o.Name, e.Status, e)
			}
			delete(unused, o.Name+" "+e.Code)
		}
	})
	for e := range unused {
		t.Errorf("%s is said to be ours, and is not", e)
	}
}

func TestPublishedErrorsAreDeclared(t *testing.T) {
	notProduced := map[string]bool{} // action and code; true when it was needed
	for action, codes := range ecs.NotProduced() {
		for code := range codes {
			notProduced[action+" "+code] = false
		}
	}
	unused := allExceptions().otherTexts
	eachServed(t, func(o *rpc.Operation, c *contract.Contract) {
		for _, p := range c.Errors {
			key := o.Name + " " + p.Code
			_, listed := notProduced[key]
			sameCode := slices.ContainsFunc(o.Errors, func(e *apierr.Error) bool { return e.Code == p.Code })
			switch {
			case p.Code == apierr.InternalError.Code: // any action can fail
			case listed && sameCode:
				t.Errorf("%s is declared, and is said not to be produced", key)
			case listed:
				notProduced[key] = true
			case !sameCode:
				t.Errorf("%s %d %s %q is neither declared nor in NotProduced", o.Name, p.HTTP, p.Code, p.Message)
			case !slices.ContainsFunc(o.Errors, func(e *apierr.Error) bool { return e.Matches(published(p)) }):
				known := matchingText(key+": "+p.Message, allExceptions().otherTexts)
				if known == "" {
					t.Errorf("%s %d %s %q is not declared with this text", o.Name, p.HTTP, p.Code, p.Message)
				}
				delete(unused, known)
			}
		}
	})
	for key, needed := range notProduced {
		if !needed {
			t.Errorf("%s is in NotProduced, and is not published", key)
		}
	}
	for key := range unused {
		t.Errorf("%s is said to have another text, and has not", key)
	}
}

// matchingText finds the key of a table that a text begins with.
func matchingText(text string, table map[string]string) string {
	for key := range table {
		if strings.HasPrefix(text, key) {
			return key
		}
	}
	return ""
}

// eachServed goes through the table of actions, with what is published about each.
func eachServed(t *testing.T, check func(*rpc.Operation, *contract.Contract)) {
	t.Helper()
	product := ecs.New(ecs.Config{})
	for _, a := range ecs.Actions() {
		c := contract.Load(t, product.Name, a.Name)
		if c.Version != product.Version {
			t.Errorf("%s: version %s, published as %s", a.Name, product.Version, c.Version)
		}
		if c.Access == "list" { // the contract's word for reading many
			c.Access = "read"
		}
		if a.Access.String() != c.Access {
			t.Errorf("%s: %s, published as %s", a.Name, a.Access, c.Access)
		}
		check(product.Operations[a.Name], c)
	}
}

// commonErrors are what any action of ECS may give, their templates in our notation.
func commonErrors(t *testing.T) (all []contract.Error) {
	t.Helper()
	for _, e := range contract.Common(t) {
		if e.Group != "gateway" {
			e.Message = strings.ReplaceAll(e.Message, `"{Name}"`, "%q")
			all = append(all, e)
		}
	}
	return all
}

func published(p contract.Error) *apierr.Error {
	return &apierr.Error{Status: p.HTTP, Code: p.Code, Message: p.Message}
}
