// Package values carries single values between Arrow and Go.
//
// hunt stands before and after it: hunt.From turns a slice of structs or maps into records here, and Rows, Strings,
// Each and the tables that a person sees take values out of records here. It is pure.
//
// Times in records are timestamps without a zone and mean UTC; Go times are converted on the way in and come out as UTC.
package values
