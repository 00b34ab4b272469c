// Package decode finds what is encoded in a text, layer under layer, and says where each was found.
//
// Before it in the flow stands a command line or a script block that a source fetched; after it the text that the
// attacker wrote, as columns of a frame. It is pure: text in, text out, nothing is run and nothing is fetched.
//
// # What is found
//
// Base64 in the standard and the URL alphabet, with or without padding, on one line or wrapped, that holds text in
// UTF-16 (little or big endian) or UTF-8, gzip of such text, or a file of a kind known by its first bytes.
// Each text found is searched again.
//
// # What is taken for base64
//
// A word or a path is made of the same letters, so a run of them counts only when it decodes to something sensible:
//
//   - where the text itself says base64 (powershell -e, -enc, -EncodedCommand or any prefix of it, with -, / or a
//     dash of another kind; FromBase64String("...")), 4 characters are enough, and one unreadable character in
//     ten is forgiven, since such scripts carry binary parts;
//   - elsewhere it takes 16 characters, every decoded character must be printable, and three in four ASCII, or all of
//     one alphabet below U+0700 in UTF-16 (a random run of 16 passes once in about 100,000).
//
// UTF-16 is told from UTF-8 by its byte order mark, else by where the zero bytes are; without any, PowerShell's
// -EncodedCommand is UTF-16LE by definition, and other text UTF-8.
//
// # Why these libraries
//
// github.com/segmentio/asm/base64 decodes with AVX2 or NEON, measured at four times encoding/base64 on command lines;
// where there is neither it is the standard library's. Character decoding is our own loop, since the general decoder
// of x/text was the next bottleneck.
package decode
