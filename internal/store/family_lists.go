package store

// FamilyNames lists an account's families in a region by name, behind one of them and at most
// limit, stepping from one to the next through the index instead of reading their images.
func (tx *Tx) FamilyNames(account, region, behind string, limit int) (all []string, err error) {
	err = tx.query(`WITH RECURSIVE step (family) AS (
			SELECT MIN(family) FROM images WHERE account = $1 AND region = $2 AND family > $3 AND family <> ''
		UNION ALL
			SELECT (SELECT MIN(i.family) FROM images i WHERE i.account = $1 AND i.region = $2
				AND i.family > step.family AND i.family <> '') FROM step WHERE step.family IS NOT NULL
		) SELECT family FROM step WHERE family IS NOT NULL LIMIT $4`, []any{account, region, behind, limit}, func(s scan) error {
		var family string
		err := s(&family)
		all = append(all, family)
		return err
	})
	return all, err
}
