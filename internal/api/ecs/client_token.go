package ecs

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// once makes a call with a ClientToken idempotent: the same token with the same business
// parameters gives the first answer again, for 24 hours, in the scope of account, region
// and action; a call that failed is not remembered.
func once(tx *store.Tx, c *rpc.Call, region, token string, answer *string, do func() (string, error)) (err error) {
	if token == "" {
		*answer, err = do()
		return err
	}
	c.Trace.Check(tokenForm, slog.String("ClientToken", token))
	if !validClientToken(token) {
		return apierr.InvalidParameter.With("ClientToken")
	}
	parameters := businessDigest(c)
	c.Trace.Check(tokenSame, slog.String("ClientToken", token))
	before, err := tx.ClientToken(region, token)
	switch {
	case err == nil && before.Parameters != parameters:
		return tokenMismatch(c.Action)
	case err == nil:
		*answer = before.Answer
		return nil
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	if *answer, err = do(); err != nil {
		return err
	}
	return tx.RememberClientToken(&store.ClientToken{Region: region, Token: token, Parameters: parameters, Answer: *answer})
}

// validClientToken: at most 64 ASCII characters.
func validClientToken(token string) bool {
	return len(token) <= 64 && !strings.ContainsFunc(token, func(r rune) bool { return r > 127 })
}

// tokenMismatch is how a token that came with other parameters before is refused. CreateImage
// has a code of its own.
func tokenMismatch(action string) *apierr.Error {
	if action == "CreateImage" {
		return apierr.IdempotenceParamNotMatch
	}
	return apierr.IdempotentParameterMismatch
}

// frame are the parameters that differ between a call and its repetition, or say how it is
// spoken, or whether it is meant, and not what is asked.
var frame = []string{
	"AccessKeyId", "Action", "BearerToken", "DryRun", "Format", "SecurityToken", "Signature", "SignatureMethod",
	"SignatureNonce", "SignatureType", "SignatureVersion", "Timestamp", "Version",
}

// businessDigest tells sets of business parameters apart.
func businessDigest(c *rpc.Call) string {
	h := sha256.New()
	for k, v := range c.Params.All() {
		if !slices.Contains(frame, k) {
			h.Write([]byte(strconv.Quote(k) + "=" + strconv.Quote(v) + "\n"))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
