// Package samples writes a call of the API as code that is ready to run: for the SDKs, as a shell
// command, and as Terraform where a resource stands for the action.
//
// The SDKs are used by their calls of any action, which take the flat parameters of the API as they
// are: what the code says is what is sent. Every text is written as a literal of the language,
// whatever is in it.
package samples
