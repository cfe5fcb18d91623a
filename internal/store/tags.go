package store

import "sesame/internal/cloud"

// Kinds of resource that carry tags, as the tag actions name them.
const (
	KindImage    = "image"
	KindInstance = "instance"
	KindDisk     = "disk"
	KindSnapshot = "snapshot"
)

// indexTags writes the index rows of a resource's tags, whose document is in its own row.
func (tx *Tx) indexTags(account, region, kind, resource string, tags []cloud.Tag) error {
	for _, t := range tags {
		if _, err := tx.exec(`INSERT INTO tags (account, region, kind, resource, key, value) VALUES ($1, $2, $3, $4, $5, $6)`,
			account, region, kind, resource, t.Key, t.Value); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) unindexTags(account, region, kind, resource string) error {
	_, err := tx.exec(`DELETE FROM tags WHERE account = $1 AND region = $2 AND kind = $3 AND resource = $4`,
		account, region, kind, resource)
	return err
}

// recordTagged appends the event of a row that is about to be added, writes the index rows
// of its tags, and gives what its columns tags and revision hold.
func (tx *Tx) recordTagged(account, region, kind, id string, tags []cloud.Tag, made ...difference) (doc, revision string, err error) {
	if doc, err = document(tags); err != nil {
		return "", "", err
	}
	if doc != "" {
		made = append(made, difference{"tags", nil, doc})
	}
	if revision, err = tx.record(account, region+"/"+kind+"/"+id, "", made); err != nil {
		return "", "", err
	}
	return doc, revision, tx.indexTags(account, region, kind, id, tags)
}
