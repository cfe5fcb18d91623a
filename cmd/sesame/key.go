package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"sesame/internal/durable"
	"sesame/internal/fixture/yamlfile"
	"sesame/internal/seal"
)

// keyCommand keeps the secrets of an accounts file sealed, so that the file can be shown, and
// kept where others read.
type keyCommand struct {
	New     keyNewCommand     `cmd:"" help:"Make a key file with a new key."`
	Encrypt keyEncryptCommand `cmd:"" help:"Seal the secrets of an accounts file that are not sealed yet."`
	Rotate  keyRotateCommand  `cmd:"" help:"Seal all secrets of an accounts file with a new key, and forget the old ones."`
}

type keyNewCommand struct {
	File string `arg:"" help:"Where to keep the key. It must not be there yet."`
}

// Run makes the file for its owner's eyes.
func (c *keyNewCommand) Run() error { return seal.Ring{seal.NewKey()}.Create(c.File) }

// sealedFiles are the accounts and the keys.
type sealedFiles struct {
	Accounts string `required:"" placeholder:"FILE" help:"Accounts file. It is changed in place; comments and layout stay."`
	KeyFile  string `required:"" placeholder:"FILE" help:"Key file, made by \"sesame key new\"."`
}

type keyEncryptCommand struct{ sealedFiles }

// Run seals what is plain, with the first key of the file.
func (c *keyEncryptCommand) Run() error {
	keys, err := readKeys(c.KeyFile)
	if err != nil {
		return err
	}
	return c.reseal(keys, func(sealed bool) bool { return !sealed })
}

type keyRotateCommand struct{ sealedFiles }

// Run can be interrupted anywhere and run again: the old keys go last. A server that looks at
// both files reads either at any time.
func (c *keyRotateCommand) Run() error {
	old, err := readKeys(c.KeyFile)
	if err != nil {
		return err
	}
	keys := append(seal.Ring{seal.NewKey()}, old...)
	if err := keys.Write(c.KeyFile); err != nil {
		return err
	}
	if err := c.reseal(keys, func(bool) bool { return true }); err != nil {
		return err
	}
	return keys[:1].Write(c.KeyFile)
}

// reseal writes the accounts file with those secrets sealed anew that want it. Nothing is
// written unless the new text says what the old one did.
func (c *sealedFiles) reseal(keys seal.Ring, wanted func(sealed bool) bool) error {
	text, err := os.ReadFile(c.Accounts)
	if err != nil {
		return err
	}
	resealed, err := resealText(c.Accounts, text, keys, wanted)
	if err != nil {
		return usageError{err}
	}
	if bytes.Equal(resealed, text) {
		return nil
	}
	return durable.Write(c.Accounts, resealed)
}

func resealText(file string, text []byte, keys seal.Ring, wanted func(sealed bool) bool) ([]byte, error) {
	var f accountsFile
	if err := yamlfile.Decode(file, text, &f); err != nil {
		return nil, err
	}
	check := accountsCheck{file: file, keys: keys}
	lines := strings.SplitAfter(string(text), "\n")
	for _, a := range f.Accounts {
		for _, k := range a.Value.Keys {
			id, secret := k.Value.ID.Value, k.Value.Secret
			if secret.Value == "" || !wanted(seal.IsSealed(secret.Value)) {
				continue
			}
			plain := secret.Value
			if seal.IsSealed(plain) {
				var err error
				if plain, err = check.open(id, plain); err != nil {
					return nil, yamlfile.Errorf(file, secret.At, "secret of key %q: %s", id, err)
				}
			}
			line := &lines[secret.At.Line-1]
			if err := replaceScalar(line, secret, keys.Seal(plain, id)); err != nil {
				return nil, yamlfile.Errorf(file, secret.At, "secret of key %q: %s", id, err)
			}
		}
	}
	resealed := []byte(strings.Join(lines, ""))
	return resealed, sameAccounts(file, text, resealed, keys)
}

// replaceScalar puts a word in the place of a value that is written on one line.
func replaceScalar(line *string, value yamlfile.Text, word string) error {
	runes := []rune(*line)
	at := value.At.Column - 1
	if at >= len(runes) {
		return errNotOneLine
	}
	before, rest := string(runes[:at]), string(runes[at:])
	length := len(value.Value)
	if quote := rest[:1]; quote == `"` || quote == "'" {
		end := strings.Index(rest[1:], quote)
		length = end + 2
		if end < 0 || rest[1:end+1] != value.Value { // it is escaped: two ways to write a thing
			return errNotOneLine
		}
	} else if !strings.HasPrefix(rest, value.Value) {
		return errNotOneLine
	}
	*line = before + word + rest[length:]
	return nil
}

var errNotOneLine = errors.New("write it on one line and without escapes, so that it can be sealed")

// sameAccounts makes sure that nothing but the form of secrets has changed.
func sameAccounts(file string, before, after []byte, keys seal.Ring) error {
	var was, is accountsFile
	if err := errors.Join(yamlfile.Decode(file, before, &was), yamlfile.Decode(file, after, &is)); err != nil {
		return err
	}
	same := len(was.Accounts) == len(is.Accounts)
	for n := 0; same && n < len(was.Accounts); n++ {
		same = sameKeys(was.Accounts[n].Value.Keys, is.Accounts[n].Value.Keys, keys)
	}
	if !same {
		return fmt.Errorf("%s: the secrets could not be put in their places, so nothing was changed", file)
	}
	return nil
}

func sameKeys(was, is yamlfile.List[keyEntry], keys seal.Ring) bool {
	if len(was) != len(is) {
		return false
	}
	for n := range was {
		a, b := was[n].Value, is[n].Value
		if a.ID.Value != b.ID.Value || a.Status.Value != b.Status.Value || a.Expires.Value != b.Expires.Value ||
			opened(a, keys) != opened(b, keys) {
			return false
		}
	}
	return true
}

// opened is a secret, sealed or not. What does not open is like nothing else.
func opened(k keyEntry, keys seal.Ring) string {
	if !seal.IsSealed(k.Secret.Value) {
		return k.Secret.Value
	}
	secret, err := keys.Open(k.Secret.Value, k.ID.Value)
	if err != nil {
		return "\x00" + k.Secret.Value
	}
	return secret
}

// readKeys reads a key file; no name gives no keys.
func readKeys(file string) (seal.Ring, error) {
	if file == "" {
		return nil, nil
	}
	keys, err := seal.Read(file)
	if err != nil {
		return nil, usageError{fmt.Errorf("key file: %w", err)}
	}
	return keys, nil
}
