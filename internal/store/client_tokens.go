package store

import "time"

// ClientToken is a call that was answered, and how.
type ClientToken struct {
	Region, Token string
	Parameters    string // digest of the business parameters
	Answer        string // what was answered: the id of what was made
}

// tokenLife is how long a token is remembered.
const tokenLife = 24 * time.Hour

// ClientToken finds the answered call of this action that carried a token, not older than 24 hours.
func (tx *Tx) ClientToken(region, token string) (*ClientToken, error) {
	o := tx.origin
	t := &ClientToken{Region: region, Token: token}
	return t, tx.one(`SELECT parameters, answer FROM client_tokens
		WHERE account = $1 AND region = $2 AND action = $3 AND token = $4 AND at > $5`,
		[]any{o.Account, region, o.Action, token, millis(o.At.Add(-tokenLife))}, &t.Parameters, &t.Answer)
}

// RememberClientToken keeps what this call answers, in the place of an expired one, and
// forgets two of the account's expired ones: what must be kept bounds what is kept.
func (tx *Tx) RememberClientToken(t *ClientToken) error {
	o := tx.origin
	if _, err := tx.exec(`DELETE FROM client_tokens WHERE account = $1 AND (region, action, token) IN (
		SELECT region, action, token FROM client_tokens WHERE account = $1 AND at <= $2 ORDER BY at LIMIT 2)`,
		o.Account, millis(o.At.Add(-tokenLife))); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO client_tokens (account, region, action, token, parameters, answer, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, region, action, token)
		DO UPDATE SET parameters = excluded.parameters, answer = excluded.answer, at = excluded.at`,
		o.Account, t.Region, o.Action, t.Token, t.Parameters, t.Answer, o.At)
	return err
}
