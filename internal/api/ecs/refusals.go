package ecs

import (
	"sesame/internal/apierr"
	"sesame/internal/cloud"
)

// refusals gives the broken rules of the domain their public code.
var refusals = map[error]*apierr.Error{
	cloud.ErrImageName:          apierr.ImageNameMalformed,
	cloud.ErrStatus:             apierr.InvalidParameter.With("Status"),
	cloud.ErrImageFamily:        apierr.ImageFamilyMalformed,
	cloud.ErrBootMode:           apierr.BootModeNotSupported,
	cloud.ErrLicenseType:        apierr.LicenseTypeNotSupported,
	cloud.ErrNvmeSupport:        apierr.NvmeSupportNotSupported,
	cloud.ErrImdsSupport:        apierr.ImdsSupportNotSupported,
	cloud.ErrDescription:        apierr.DescriptionMalformed,
	cloud.ErrTagKey:             apierr.TagKeyMalformed,
	cloud.ErrTagValue:           apierr.TagValueMalformed,
	cloud.ErrTagTwice:           apierr.DuplicateTagKey,
	cloud.ErrImageCreating:      apierr.ImageIsCreating,
	cloud.ErrImageShared:        apierr.DeprecateShared,
	cloud.ErrImageNotAvailable:  apierr.ImageNotAvailable,
	cloud.ErrImageNotDeprecated: apierr.ImageNotDeprecated,
	cloud.ErrImageDeprecated:    apierr.ShareDeprecated,
	cloud.ErrImageCommunity:     apierr.ImagePublic,
	cloud.ErrImageInUse:         apierr.ImageUsingByInstance,
	cloud.ErrBootModeForArch:    apierr.BootModeForArchitecture,
	cloud.ErrImdsDowngrade:      apierr.ImdsDowngrade,
}

// refused translates a broken rule; other errors, and nil, stay what they are.
func refused(err error) error { return refusedAs(refusals, err) }

// refusedAs does so for an action that has codes of its own.
func refusedAs(codes map[error]*apierr.Error, err error) error {
	if e := codes[err]; e != nil {
		return e
	}
	return err
}
