package console

import (
	"errors"
	"net/http"
)

func (c *Console) askDelete(v *visit) error { return v.confirmDelete(http.StatusOK, nil) }

func (v *visit) confirmDelete(status int, problem *apiError) error {
	i, err := v.image()
	if err != nil {
		return err
	}
	changed, err := v.outlooksOf(i, nil)
	if err != nil {
		return err
	}
	return v.renderStatus(status, "confirm", "Delete", confirmation{
		Title: "Delete " + shownName(i) + "?", Text: "It cannot be brought back. Its snapshots stay.", Outlooks: changed,
		Action: v.imagePath() + "/delete", Button: "Delete", Danger: true, Force: i.InUse, Problem: problem, Back: v.imagePath(),
	})
}

func (c *Console) deleteImage(v *visit) error {
	p := params{"ImageId": v.PathValue("id")}
	if v.PostForm.Get("Force") != "" {
		p["Force"] = "true"
	}
	err := v.call("DeleteImage", p, nil)
	var refused *apiError
	if errors.As(err, &refused) {
		return v.confirmDelete(refused.Status, refused)
	}
	if err != nil {
		return err
	}
	return v.redirect("/console/images/"+v.region, "Deleted "+v.PathValue("id")+".")
}
