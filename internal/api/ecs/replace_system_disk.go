package ecs

import (
	"context"
	"slices"
	"strings"

	"sesame/internal/apierr"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// ReplaceSystemDiskRequest gives a stopped instance another system. Platform and
// Architecture are from before images knew theirs; DiskId would make a data disk the system
// disk.
type ReplaceSystemDiskRequest struct {
	InstanceId                  string `rpc:"required"`
	ImageId                     string
	SystemDisk                  struct{ Size int }
	ClientToken                 string
	UseAdditionalService        bool
	Password                    string
	PasswordInherit             bool
	KeyPairName                 string
	DiskId                      string
	Platform                    string
	Architecture                string
	SecurityEnhancementStrategy string
	Encrypted                   bool
	KMSKeyId                    string
	EncryptAlgorithm            string
	Arn                         []struct {
		RoleType, Rolearn string
		AssumeRoleFor     int64
	}
}

// ReplaceSystemDiskResponse names the new disk.
type ReplaceSystemDiskResponse struct{ DiskId string }

// ReplaceSystemDisk makes a new system disk of an image that the caller can see, also of a
// Deprecated one, in the place of the old one, which is gone.
func (s *Service) ReplaceSystemDisk(ctx context.Context, c *rpc.Call, req *ReplaceSystemDiskRequest) (*ReplaceSystemDiskResponse, error) {
	if err := req.check(c); err != nil {
		return nil, err
	}
	resp := &ReplaceSystemDiskResponse{}
	return resp, s.update(ctx, c, false, func(tx *store.Tx) error {
		n, err := ownInstance(tx, c, req.InstanceId)
		if err != nil {
			return err
		}
		return once(tx, c, n.Region, req.ClientToken, &resp.DiskId, func() (string, error) {
			i, err := req.image(tx, c, n)
			if err != nil {
				return "", err
			}
			was, err := stoppedSystemDisk(tx, c, n)
			if err != nil {
				return "", err
			}
			return s.replaceSystemDisk(tx, c, req, n, i, was)
		})
	})
}

// check looks at the values alone, in the order of the contract's parameters.
func (req *ReplaceSystemDiskRequest) check(c *rpc.Call) error {
	t := try(c)
	t.bad(req.DiskId != "", "DiskId")
	t.not(req.ImageId == "", apierr.ReplaceImageMissing, "ImageId")
	t.not(req.Password != "" && req.PasswordInherit, apierr.PasswordInheritMismatch, "Password", "PasswordInherit")
	t.not(req.Platform != "" && !slices.Contains(cloud.Platforms, req.Platform), apierr.ReplacePlatform, "Platform")
	t.not(req.Architecture != "" && !slices.Contains(cloud.Architectures, req.Architecture), apierr.ReplaceArchitecture, "Architecture")
	t.not(req.KMSKeyId != "" && !req.Encrypted, apierr.ReplaceNotMatchKmsKeyID, "KMSKeyId", "Encrypted")
	t.not(req.EncryptAlgorithm != "" && !req.Encrypted, apierr.ReplaceNotMatchAlgorithm, "EncryptAlgorithm", "Encrypted")
	t.not(req.EncryptAlgorithm != "" && !slices.Contains(encryptAlgorithms, strings.ToLower(req.EncryptAlgorithm)), apierr.ReplaceAlgorithmInvalid, "EncryptAlgorithm")
	t.not(req.KMSKeyId != "", apierr.ReplaceKMSKeyNotFound, "KMSKeyId")
	if t.err != nil {
		return t.err
	}
	return checkPassword(c, req.Password)
}

func checkPassword(c *rpc.Call, password string) error {
	t := try(c)
	t.not(password != "" && !cloud.ValidPassword(password), apierr.PasswordMalformed, "Password")
	return t.err
}

// logIn lets a key pair into the system of an instance, whatever it is called.
func logIn(c *rpc.Call, n *cloud.Instance, keyPair string) error {
	switch {
	case keyPair == "":
		return nil
	case n.OSType == "windows":
		return deny(c, apierr.SystemDiskKeyPair, "KeyPairName")
	}
	n.KeyPair = keyPair
	return nil
}

// image finds the image and asks whether the instance can boot from it.
func (req *ReplaceSystemDiskRequest) image(tx *store.Tx, c *rpc.Call, n *cloud.Instance) (*cloud.Image, error) {
	i, err := visibleImage(tx, c, n.Region, req.ImageId)
	if err != nil {
		return nil, err
	}
	machine, _ := findMachine(n.Type)
	size := req.SystemDisk.Size
	c.Trace.Check(imageUsable, statusOf(i, c.Now))
	if !i.Usable(c.Now) {
		return nil, deny(c, apierr.ReplaceImageNotValid.With("The specified Image is disabled or is deleted."))
	}
	t := try(c)
	t.not(i.HasDataDisks(), apierr.ReplaceWithDataDisks, "ImageId")
	t.not(!slices.Contains(machine.Architectures, i.Architecture), apierr.ReplaceInstanceType, "ImageId", "InstanceId")
	t.not(!machine.Boots(i), apierr.ReplaceNotBooting, "ImageId", "InstanceId")
	t.not(size > cloud.MaxSystemDiskGiB, apierr.SystemDiskMoreThanMax, "SystemDisk.Size")
	t.not(size != 0 && size < i.SizeGiB, apierr.SystemDiskLessThanImage, "SystemDisk.Size")
	t.not(size != 0 && size < cloud.MinSystemDiskGiB, apierr.SystemDiskLessThanMin, "SystemDisk.Size")
	return i, t.err
}

// visibleImage reads an image that the caller can start from: a public one, an own one, or
// one of another account that is shared or published.
func visibleImage(tx *store.Tx, c *rpc.Call, region, id string) (*cloud.Image, error) {
	if p, ok := findPublicImage(id, false); ok {
		return p, nil
	}
	return customImage(tx, c, region, id, apierr.ImageNotFound)
}

// stoppedSystemDisk reads the system disk of an instance that stands still.
func stoppedSystemDisk(tx *store.Tx, c *rpc.Call, n *cloud.Instance) (*cloud.Disk, error) {
	disks, err := tx.Disks(n.Account, n.Region, n.ID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(disks, func(d *cloud.Disk) bool { return d.Kind == cloud.SystemDisk })
	if err := not(c, at < 0, apierr.ReplaceNoSystemDisk, "InstanceId"); err != nil {
		return nil, err
	}
	return disks[at], mayRewrite(tx, c, n, disks[at])
}

// mayRewrite: the content of a disk is only exchanged while its instance is Stopped.
func mayRewrite(tx *store.Tx, c *rpc.Call, n *cloud.Instance, d *cloud.Disk) error {
	t := try(c)
	t.not(n.Locked, apierr.DiskInstanceLocked)
	t.not(n.Status(c.Now) != cloud.InstanceStopped, apierr.DiskInstanceStatus)
	t.not(d.Busy(c.Now), apierr.IncorrectDiskStatus)
	if t.err != nil {
		return t.err
	}
	return notSnapshotted(tx, c, d)
}

// replaceSystemDisk keeps of the old disk where it is and of what category.
func (s *Service) replaceSystemDisk(tx *store.Tx, c *rpc.Call, req *ReplaceSystemDiskRequest, n *cloud.Instance, i *cloud.Image, was *cloud.Disk) (string, error) {
	d := was.Clone()
	d.ID, d.Revision, d.Image, d.Created = s.IDs.New(cloud.KindDisk, n.Region), "", i.ID, c.Now
	d.Encrypted = req.Encrypted || slices.ContainsFunc(i.Disks, func(m cloud.DiskMapping) bool { return m.Encrypted })
	if d.SizeGiB = req.SystemDisk.Size; d.SizeGiB == 0 {
		d.SizeGiB = max(cloud.DefaultSystemDiskGiB, i.SizeGiB)
	}
	d.AttachTo(n.ID, was.Device, c.Now)
	d.Begin(cloud.DiskCreating, c.Now, s.Pace)
	if err := tx.DeleteDisk(was); err != nil {
		return "", err
	}
	if err := tx.CreateDisk(d); err != nil {
		return "", err
	}
	is := n.Clone()
	is.Image, is.OSName, is.OSNameEN, is.OSType = i.ID, i.OSName, i.OSNameEN, i.OSType
	is.KeyPair = "" // the new system knows nobody who is not named
	if err := logIn(c, is, req.KeyPairName); err != nil {
		return "", err
	}
	return d.ID, tx.UpdateInstance(n, is)
}
