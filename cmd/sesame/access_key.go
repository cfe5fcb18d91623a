package main

import "errors"

// accessKey is who calls. token is that of temporary credentials.
type accessKey struct{ id, secret, token string }

// keyFrom reads the variables that the clients of the real service read. Without any it is
// the default key; half a key is a mistake that is better told than guessed around.
func keyFrom(getenv func(string) string) (accessKey, error) {
	k := accessKey{
		id:     getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"),
		secret: getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
		token:  getenv("ALIBABA_CLOUD_SECURITY_TOKEN"),
	}
	switch {
	case k.id == "" && k.secret == "":
		return accessKey{id: defaultKeyID, secret: defaultSecret}, nil
	case k.secret == "":
		return k, usageError{errors.New("ALIBABA_CLOUD_ACCESS_KEY_ID is set, ALIBABA_CLOUD_ACCESS_KEY_SECRET is not")}
	case k.id == "":
		return k, usageError{errors.New("ALIBABA_CLOUD_ACCESS_KEY_SECRET is set, ALIBABA_CLOUD_ACCESS_KEY_ID is not")}
	}
	return k, nil
}
