// Package seal encrypts short secrets that are kept in files: AES-256-GCM, under the keys of
// a file of their own.
//
// A sealed secret is one word, sealed:v1:<key id>:<base64 of nonce and text>. It is bound to
// what it belongs to, such as the id of an access key: moved to another place it does not
// open.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

const prefix = "sealed:v1:"

// Key seals and opens.
type Key struct {
	ID   string
	bits [32]byte
}

// NewKey makes a key by chance.
func NewKey() Key {
	k := Key{ID: strings.ToLower(rand.Text()[:8])}
	_, _ = rand.Read(k.bits[:]) // it never fails
	return k
}

// Ring are the keys of a file. The first one seals, all of them open.
type Ring []Key

// What keeps a secret closed.
var (
	ErrUnknownKey = errors.New("it is sealed with a key that the key file does not have")
	ErrBroken     = errors.New("it was changed, or sealed for another place")
)

// IsSealed reports whether a secret is sealed.
func IsSealed(s string) bool { return strings.HasPrefix(s, prefix) }

// Seal encrypts a secret for a place. The ring must have a key.
func (r Ring) Seal(secret, place string) string {
	k := r[0]
	return prefix + k.ID + ":" + base64.RawURLEncoding.EncodeToString(k.aead().Seal(nil, nil, []byte(secret), []byte(place)))
}

// Open gives the secret that was sealed for a place. Its errors say nothing of the secret.
func (r Ring) Open(sealed, place string) (string, error) {
	id, text, _ := strings.Cut(strings.TrimPrefix(sealed, prefix), ":")
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", ErrBroken
	}
	for _, k := range r {
		if k.ID == id {
			secret, err := k.aead().Open(nil, nil, bytes, []byte(place))
			if err != nil {
				return "", ErrBroken
			}
			return string(secret), nil
		}
	}
	return "", fmt.Errorf("%w (%.16q)", ErrUnknownKey, id)
}

func (k Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k.bits[:])
	if err != nil {
		panic(err) // 32 bytes are a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has blocks of the right size
	}
	return aead
}
