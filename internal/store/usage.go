package store

// InstancesByType counts an account's instances in a region, by their type.
func (tx *Tx) InstancesByType(account, region string) (map[string]int, error) {
	return tx.sums(`SELECT type, COUNT(*) FROM instances WHERE account = $1 AND region = $2 GROUP BY type`, account, region)
}

// DiskGiBByCategory adds up the sizes of an account's disks in a region, by their category.
func (tx *Tx) DiskGiBByCategory(account, region string) (map[string]int, error) {
	return tx.sums(`SELECT category, CAST(SUM(size_gib) AS BIGINT) FROM disks
		WHERE account = $1 AND region = $2 GROUP BY category`, account, region)
}

func (tx *Tx) sums(sql string, args ...any) (map[string]int, error) {
	all := map[string]int{}
	err := tx.query(sql, args, func(s scan) error {
		var name string
		var n int
		err := s(&name, &n)
		all[name] = n
		return err
	})
	return all, err
}
