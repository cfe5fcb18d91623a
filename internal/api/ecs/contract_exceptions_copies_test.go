package ecs_test

var ofCopies = exceptions{
	ours: map[string]string{
		"CopyImage Duplicate.TagKey":          "A-105",
		"CopyImage InvalidTagKey.Malformed":   "A-105",
		"CopyImage InvalidTagValue.Malformed": "A-105",
		"CopyImage QuotaExceed.Tags":          "A-105",
	},
	otherTexts: map[string]string{
		"CancelCopyImage IncorrectImageStatus: The specified snapshot":                                                       "the two other texts say which",
		"CancelCopyImage IncorrectImageStatus: The specified image":                                                          "the two other texts say which",
		"CopyImage InvalidImageId.NotFound: The specified image":                                                             "the table has two texts",
		"CopyImage InvalidImageName.Malformed: Image names must":                                                             "A-013",
		"CopyImage OperationDeined.EncryptedSnapshot: The image contains encrypted snapshots, which do not support copying.": "the other text says what is wrong",
	},
}
