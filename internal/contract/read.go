package contract

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// commonFile stands beside the folders of the products.
const commonFile = "common.json"

// Read returns the contracts of all actions below dir, by product and action.
func Read(dir string) ([]*Contract, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("contract: no actions in %s", dir)
	}
	all := make([]*Contract, 0, len(files))
	for _, file := range files {
		c, err := readContract(file)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *Contract) int {
		return cmp.Or(strings.Compare(a.Product, b.Product), strings.Compare(a.Action, b.Action))
	})
	return all, nil
}

// ReadCommon returns the errors that every action may give: those of the gateway,
// those common to ECS (as published in 2021), then templates with a {Name} to fill in.
func ReadCommon(dir string) ([]Error, error) {
	var groups struct {
		Gateway   []Error `json:"gateway"`
		ECS       []Error `json:"ecs"`
		Templates []Error `json:"templates"`
	}
	if err := decode(filepath.Join(dir, commonFile), &groups); err != nil {
		return nil, err
	}
	var all []Error
	add := func(group string, list []Error) {
		for _, e := range list {
			e.Group = group
			all = append(all, e)
		}
	}
	add("gateway", groups.Gateway)
	add("ecs", groups.ECS)
	add("templates", groups.Templates)
	return all, nil
}

// Dir finds testdata/spec in the working directory or the nearest folder above it.
// It looks for the folder itself, not for go.mod, as a nested module has one too.
func Dir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		spec := filepath.Join(dir, "testdata", "spec")
		if _, err := os.Stat(filepath.Join(spec, commonFile)); err == nil {
			return spec, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("contract: testdata/spec is in no folder above the working directory")
		}
		dir = parent
	}
}

func readContract(file string) (*Contract, error) {
	c := new(Contract)
	if err := decode(file, c); err != nil {
		return nil, err
	}
	folder := filepath.Base(filepath.Dir(file))
	if c.Action+".json" != filepath.Base(file) || strings.ToLower(c.Product) != folder {
		return nil, fmt.Errorf("contract: %s holds %s %s", file, c.Product, c.Action)
	}
	return c, nil
}

// decode is strict: a misspelt key in a hand-edited file would otherwise loosen a test.
func decode(file string, into any) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("contract: %w", err)
	}
	defer f.Close()
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("contract: %s: %w", file, err)
	}
	return nil
}
