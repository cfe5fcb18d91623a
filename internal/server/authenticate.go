package server

import (
	"log/slog"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/rpc"
	"sesame/internal/sign"
)

// authenticate finds out who calls and fills it into the call, in the order of A-001: the
// frame, the key, the signature, the clock, the nonce. Then it asks whether that was too often.
func (s *Server) authenticate(req *rpc.Request, c *rpc.Call) (*Account, error) {
	claim, err := sign.Parse(&sign.Request{
		Method: req.Method, Host: req.Host, Header: req.Header,
		Query: req.Query.All(), Form: req.Form.All(), Body: req.Body,
	})
	traceFrame(c, claim)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(keyActive, slog.String("AccessKeyId", claim.AccessKeyID))
	p, err := s.directory.Load().find(claim.AccessKeyID, c.Now)
	if err != nil {
		return nil, err
	}
	c.Trace.Check(signatureTrue, slog.String("scheme", claim.Scheme.String()))
	if err := claim.Verify(p.Secret); err != nil {
		return nil, err
	}
	c.AccountID, c.AccessKeyID = p.Account.ID, claim.AccessKeyID
	if s.ClockSkew > 0 {
		if err := s.checkFresh(claim, c); err != nil {
			return nil, err
		}
	}
	return p.Account, s.throttle(c, p.Account)
}

func (s *Server) checkFresh(claim *sign.Claim, c *rpc.Call) error {
	c.Trace.Check(clockNear, slog.Time("Timestamp", claim.Time), slog.Time("server", c.Now), slog.Duration("skew", s.ClockSkew))
	if age := c.Now.Sub(claim.Time); age > s.ClockSkew || age < -s.ClockSkew-time.Second {
		return apierr.TimestampExpired
	}
	c.Trace.Check(nonceNew, slog.String("SignatureNonce", claim.Nonce))
	c.Nonce, c.NonceTime = claim.Nonce, claim.Time
	if s.replays.seen(claim.AccessKeyID, claim.Nonce, claim.Time) {
		return apierr.NonceUsed
	}
	return nil
}

// checkOwner reads the parameters that choose another account to work on: naming oneself
// is fine, others cannot be chosen.
func checkOwner(c *rpc.Call, a *Account) error {
	traceOwner(c, a)
	given := func(name string) string { v, _ := c.Params.Get(name); return v }
	id, name := given("OwnerId"), given("OwnerAccount")
	resourceID, resourceName := given("ResourceOwnerId"), given("ResourceOwnerAccount")
	switch {
	case id != "" && name != "" || resourceID != "" && resourceName != "":
		return apierr.InvalidOwner
	case id != "" && id != a.ID:
		return apierr.InvalidOwnerID
	case name != "" && name != a.Name:
		return apierr.InvalidOwnerAccount
	case resourceID != "" && resourceID != a.ID, resourceName != "" && resourceName != a.Name:
		return apierr.InvalidResourceOwnerAccount
	}
	return nil
}
