package console

import "slices"

// input is a labelled field of a form, with what was wrong about it.
type input struct {
	Form, Name, Label string
	Value             string
	Problem           *apiError
	Hint              string
	Options           []string // of a choice
}

// ID is unique on a page.
func (i input) ID() string { return i.Form + "-" + i.Name }

// Input is a field of a form; current is what there is to change.
func (e *entry) Input(form, name, label, current, hint string) input {
	return input{Form: form, Name: name, Label: label, Value: e.Value(form, name, current), Problem: e.Problem(form, name), Hint: hint}
}

// Choice is a field that takes one of some values. What there is now can always be kept.
func (e *entry) Choice(form, name, label, current, hint string, options ...string) input {
	i := e.Input(form, name, label, current, hint)
	if !slices.Contains(options, current) {
		options = append([]string{current}, options...)
	}
	i.Options = options
	return i
}
