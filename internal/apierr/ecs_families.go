package apierr

// FamilyGuarded is how an image family that its account guards refuses to be emptied.
var FamilyGuarded = &Error{403, "OperationDenied", "The image family is guarded: the operation would leave it without an Available image."}
