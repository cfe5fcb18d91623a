package ecs

import (
	"cmp"
	"errors"
	"log/slog"
	"slices"
	"time"

	"sesame/internal/apierr"
	"sesame/internal/catalog"
	"sesame/internal/cloud"
	"sesame/internal/rpc"
	"sesame/internal/store"
)

// launch is what RunInstances and CreateInstance both ask for.
type launch struct {
	RegionId                 string `rpc:"required"`
	ImageId                  string
	ImageFamily              string
	SecurityGroupId          string
	VSwitchId                string
	InstanceName             string
	Description              string
	InternetMaxBandwidthIn   *int
	InternetMaxBandwidthOut  int
	HostName                 string
	Password                 string
	PasswordInherit          bool
	ZoneId                   string
	InternetChargeType       string
	UserData                 string
	KeyPairName              string
	RamRoleName              string
	SpotStrategy             string
	SpotDuration             *int
	SpotPriceLimit           float64
	SpotInterruptionBehavior string
	ClientToken              string
	DryRun                   bool
	ResourceGroupId          string
	Period                   int
	PeriodUnit               string
	InstanceChargeType       string
	PrivateIpAddress         string
	CreditSpecification      string
	DeletionProtection       bool
	HttpEndpoint             string
	HttpTokens               string
	HttpPutResponseHopLimit  *int
	Tag                      []requestTag
}

// order is a launch with what the two actions spell differently.
type order struct {
	*launch
	instanceType string
	groups       []string
	names, hosts []string // one for each instance
	disks        launchDisks
	maxTags      int
	tags         []cloud.Tag
	autoRelease  time.Time
	nonRoot      bool // somebody else than root logs in
	// What is said of network interfaces by themselves, if anything is.
	primary, secondary *RunNetworkInterface
	refuse             *launchErrors
}

// launchErrors are those that the two actions tell with different texts.
type launchErrors struct {
	instanceType, architecture, group, addressMalformed, addressTaken *apierr.Error
	bandwidthIn, bandwidthOut, systemCategory, systemTooLarge         *apierr.Error
	diskName, diskDescription, userData                               *apierr.Error
}

const (
	prePaid        = "PrePaid"
	postPaid       = "PostPaid"
	payByTraffic   = "PayByTraffic"
	payByBandwidth = "PayByBandwidth"
	noSpot         = "NoSpot"
	spotTerminate  = "Terminate"
)

// check looks at the values alone, in the order of the parameters.
func (o *order) check(c *rpc.Call) error {
	if checkRegion(c, o.RegionId) != nil {
		return apierr.RegionNotInRecords
	}
	for _, check := range []func(*rpc.Call) error{
		o.checkImage, o.checkNames, o.checkNetwork, o.checkAccess, o.checkCharge, o.checkMetadata,
	} {
		if err := check(c); err != nil {
			return err
		}
	}
	if err := o.disks.check(c, o.refuse); err != nil {
		return err
	}
	tags, err := newTags(c, o.Tag, o.maxTags)
	o.tags = tags
	return err
}

func (o *order) checkImage(c *rpc.Call) error {
	_, known := catalog.FindInstanceType(o.instanceType)
	t := try(c)
	t.not(o.ImageId != "" && o.ImageFamily != "", apierr.FamilyBesideImage, "ImageId", "ImageFamily")
	t.not(o.ImageId == "" && o.ImageFamily == "", apierr.ImageIDMissing, "ImageId", "ImageFamily")
	t.not(o.instanceType == "", apierr.InstanceTypeMissing)
	t.not(!known, o.refuse.instanceType)
	return t.err
}

func (o *order) checkNames(c *rpc.Call) error {
	badName := func(name string) bool { return name != "" && !cloud.ValidInstanceName(name) }
	badHost := func(name string) bool { return name != "" && !cloud.ValidHostName(name, false) } // of Windows, more is asked when the image is known
	t := try(c)
	t.not(slices.ContainsFunc(o.names, badName), apierr.InstanceNameMalformed, "InstanceName")
	t.not(o.Description != "" && !cloud.ValidDescription(o.Description), apierr.InstanceDescriptionMalformed, "Description")
	t.not(slices.ContainsFunc(o.hosts, badHost), apierr.HostNameMalformed, "HostName")
	return t.err
}

func (o *order) checkNetwork(c *rpc.Call) error {
	in := o.InternetMaxBandwidthIn
	t := try(c)
	t.not(in != nil && (*in < 1 || *in > 200), o.refuse.bandwidthIn)
	t.not(o.InternetMaxBandwidthOut < 0 || o.InternetMaxBandwidthOut > 100, o.refuse.bandwidthOut, "InternetMaxBandwidthOut")
	t.not(!slices.Contains([]string{"", payByTraffic, payByBandwidth}, o.InternetChargeType), apierr.LaunchInternetChargeType, "InternetChargeType")
	t.not(o.ZoneId != "" && !hasZone(o.RegionId, o.ZoneId), apierr.ZoneNotFound, "RegionId", "ZoneId")
	return t.err
}

func (o *order) checkAccess(c *rpc.Call) error {
	t := try(c)
	t.not(o.PasswordInherit && o.Password != "", apierr.PasswordAndInherit, "PasswordInherit", "Password")
	t.not(o.Password != "" && !cloud.ValidPassword(o.Password), apierr.PasswordMalformed, "Password")
	if t.err != nil || o.UserData == "" {
		return t.err
	}
	err := cloud.CheckUserData(o.UserData)
	t.not(errors.Is(err, cloud.ErrUserDataSize), apierr.UserDataSize, "UserData")
	t.not(err != nil, o.refuse.userData, "UserData")
	return t.err
}

func (o *order) checkCharge(c *rpc.Call) error {
	spot := o.SpotStrategy != "" && o.SpotStrategy != noSpot
	t := try(c)
	t.not(!slices.Contains([]string{"", prePaid, postPaid}, o.InstanceChargeType), apierr.ChargeTypeNotFound, "InstanceChargeType")
	t.not(o.InstanceChargeType == prePaid && !cloud.ValidPeriod(o.Period, o.PeriodUnit), apierr.PeriodInvalid, "InstanceChargeType", "Period", "PeriodUnit")
	t.not(!slices.Contains([]string{"", noSpot, "SpotWithPriceLimit", "SpotAsPriceGo"}, o.SpotStrategy), apierr.SpotStrategyInvalid, "SpotStrategy")
	t.not(o.SpotDuration != nil && (*o.SpotDuration < 0 || *o.SpotDuration > 6), apierr.SpotDurationInvalid, "SpotDuration")
	t.not(o.SpotPriceLimit < 0, apierr.SpotPriceLimitInvalid, "SpotPriceLimit")
	t.not(!slices.Contains([]string{"", spotTerminate, "Stop"}, o.SpotInterruptionBehavior),
		apierr.SpotInterruptionInvalid.With("The specified SpotInterruptionBehavior is not valid."), "SpotInterruptionBehavior")
	t.not(spot && o.InstanceChargeType == prePaid, apierr.SpotPrePaid, "InstanceChargeType")
	t.not(o.DeletionProtection && (spot || o.InstanceChargeType == prePaid), apierr.ProtectionChargeType, "DeletionProtection", "InstanceChargeType")
	t.bad(!slices.Contains([]string{"", "Standard", "Unlimited"}, o.CreditSpecification), "CreditSpecification")
	return t.err
}

func (o *order) checkMetadata(c *rpc.Call) error {
	limit := o.HttpPutResponseHopLimit
	t := try(c)
	t.not(!slices.Contains([]string{"", "enabled", "disabled"}, o.HttpEndpoint), apierr.HTTPEndpointInvalid, "HttpEndpoint")
	t.not(!slices.Contains([]string{"", "optional", "required"}, o.HttpTokens), apierr.HTTPTokensInvalid, "HttpTokens")
	t.not(limit != nil && (*limit < 1 || *limit > 64), apierr.HTTPHopLimitInvalid, "HttpPutResponseHopLimit")
	return t.err
}

// launch makes the instances of an order and gives their ids. steps are the states on
// their way to the last.
func (s *Service) launch(tx *store.Tx, c *rpc.Call, o *order, to cloud.InstanceStatus, steps ...cloud.InstanceStatus) (ids []string, err error) {
	if err := checkGroup(tx, c, o.ResourceGroupId); err != nil {
		return nil, err
	}
	image, err := o.image(tx, c)
	if err != nil {
		return nil, err
	}
	if err := o.fits(c, image); err != nil {
		return nil, err
	}
	first, err := s.place(tx, c, o)
	if err != nil {
		return nil, err
	}
	second, err := o.besides(tx, c, first)
	if err != nil {
		return nil, err
	}
	disks, err := o.disks.resolve(tx, c, o.RegionId, image, o.refuse)
	if err != nil {
		return nil, err
	}
	for n := range o.names {
		i := o.instance(c, s.IDs.New(cloud.KindInstance, o.RegionId), image, n)
		i.Goes(c.Now, s.Pace, to, steps...)
		if err := s.join(tx, c, i, first, o); err != nil {
			return nil, err
		}
		if err := s.joinSecond(tx, c, i, second, o); err != nil {
			return nil, err
		}
		if err := tx.CreateInstance(i); err != nil {
			return nil, err
		}
		if err := s.makeDisks(tx, i, disks); err != nil {
			return nil, err
		}
		ids = append(ids, i.ID)
	}
	return ids, nil
}

// image is what the instances boot from: a usable one by id, the caller's own, a shared one, a
// community image or a public one; or the head of a family. A deprecated image still starts by its id.
func (o *order) image(tx *store.Tx, c *rpc.Call) (*cloud.Image, error) {
	if o.ImageFamily != "" {
		head, err := familyHead(tx, c, o.RegionId, o.ImageFamily)
		if errors.Is(err, store.ErrNotFound) {
			c.Trace.Check(familyHeadIs, slog.String("ImageFamily", o.ImageFamily), slog.String("new instances boot", "nothing"))
			return nil, deny(c, apierr.FamilyWithoutImage)
		}
		if err == nil {
			c.Trace.Check(familyHeadIs, slog.String("ImageFamily", o.ImageFamily), slog.String("new instances boot", head.ID))
		}
		return head, err
	}
	if p, ok := findPublicImage(o.ImageId, true); ok {
		_, current := findPublicImage(o.ImageId, false)
		c.Trace.Check(imageUsable, slog.String("ImageId", o.ImageId), slog.Bool("withdrawn", !current))
		if !current {
			return nil, deny(c, apierr.ImageNotValid)
		}
		return p, nil
	}
	i, err := customImage(tx, c, o.RegionId, o.ImageId, apierr.ImageNotFound)
	if err != nil {
		return nil, err
	}
	t := try(c)
	t.pass(imageUsable, !i.Usable(c.Now), apierr.ImageNotValid, slog.String("ImageId", i.ID), statusOf(i, c.Now))
	return i, t.err
}

// fits: what the image holds must boot on the machine and understand what it is told.
func (o *order) fits(c *rpc.Call, i *cloud.Image) error {
	machine, _ := findMachine(o.instanceType)
	windows := i.OSType == "windows"
	t := try(c)
	t.not(!machine.Boots(i), o.refuse.architecture)
	t.not(windows && slices.ContainsFunc(o.hosts, func(name string) bool { return name != "" && !cloud.ValidHostName(name, true) }), apierr.HostNameMalformed)
	t.not(o.UserData != "" && !i.Cloudinit, apierr.ImageWithoutCloudInit, "UserData")
	t.not(o.nonRoot && !i.NonRootLogins, apierr.NonRootNotSupported, "ImageOptions.LoginAsNonRoot")
	t.not(o.KeyPairName != "" && windows, apierr.KeyPairForWindows, "KeyPairName")
	return t.err
}

// instance is the nth of an order, not yet in its network. Nameless, it is called by its id.
func (o *order) instance(c *rpc.Call, id string, image *cloud.Image, n int) *cloud.Instance {
	i := cloud.NewInstance(c.AccountID, o.RegionId, id, c.Now)
	i.Name, i.Type, i.Image, i.KeyPair, i.ResourceGroup = o.names[n], o.instanceType, image.ID, o.KeyPairName, o.ResourceGroupId
	if i.Name == "" {
		i.Name = id
	}
	i.HostName, i.Description, i.UserData = o.hosts[n], o.Description, o.UserData
	i.OSName, i.OSNameEN, i.OSType = image.OSName, image.OSNameEN, image.OSType
	i.BandwidthOut, i.BandwidthIn = o.InternetMaxBandwidthOut, max(10, o.InternetMaxBandwidthOut)
	if o.InternetMaxBandwidthIn != nil {
		i.BandwidthIn = *o.InternetMaxBandwidthIn
	}
	for value, field := range map[*string]*string{
		&o.InternetChargeType: &i.InternetChargeType, &o.InstanceChargeType: &i.ChargeType, &o.SpotStrategy: &i.SpotStrategy,
		&o.HttpEndpoint: &i.MetadataEndpoint, &o.HttpTokens: &i.MetadataTokens,
	} {
		if *value != "" {
			*field = *value
		}
	}
	if i.SpotStrategy != noSpot {
		i.SpotDuration, i.SpotPriceLimit = 1, o.SpotPriceLimit
		i.SpotInterruption = cmp.Or(o.SpotInterruptionBehavior, spotTerminate)
		if o.SpotDuration != nil {
			i.SpotDuration = *o.SpotDuration
		}
	}
	if o.HttpPutResponseHopLimit != nil {
		i.MetadataHopLimit = *o.HttpPutResponseHopLimit
	}
	i.DeletionProtection, i.RAMRole, i.CreditSpecification = o.DeletionProtection, o.RamRoleName, o.CreditSpecification
	if o.primary != nil {
		i.InterfaceName, i.InterfaceDescription = o.primary.NetworkInterfaceName, o.primary.Description
	}
	i.AutoRelease, i.LoginAsNonRoot = o.autoRelease, o.nonRoot
	i.Tags = o.tags
	return i
}
