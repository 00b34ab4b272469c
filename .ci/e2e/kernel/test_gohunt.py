"""jupyter_kernel_test against the installed kernel "gohunt" (another name: GOHUNT_KERNEL).

Every test of it runs, with every kind of history request, except that for iopub_welcome, which the kernel does not send.
A skipped test or subtest is a failure: a sample that is missing here must not look like a pass.
"""

import os
import sys
import unittest

import jupyter_kernel_test


class GohuntTests(jupyter_kernel_test.KernelTests):
    kernel_name = os.environ.get("GOHUNT_KERNEL", "gohunt")
    language_name = "go"
    file_extension = ".go"

    code_hello_world = 'import "fmt"\nfmt.Println("hello, world")'
    code_stderr = 'import ("fmt"; "os")\nfmt.Fprintln(os.Stderr, "to stderr")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "x := 6\nx * x", "result": "36"},
        {"code": 'import "strings"\nstrings.ToUpper("mshta.exe")', "result": '"MSHTA.EXE"'},
    ]
    code_display_data = [
        {"code": 'import "hunt"\nhunt.Show(hunt.Markdown("**odd**"))', "mime": "text/markdown"},
        {"code": 'import "hunt"\nhunt.Show(hunt.HTML("<b>odd</b>"))', "mime": "text/html"},
    ]
    code_clear_output = 'import ("fmt"; "hunt")\nfmt.Println("one")\nhunt.ClearOutput()'
    code_generate_error = "var hits []int\nhits[3]"
    code_page_something = "?strings.Split"
    code_inspect_sample = "strings.Split"
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")

    completion_samples = [
        {"text": "strings.ToUp", "matches": {"ToUpper", "ToUpperSpecial"}},
        {"text": "func f() { retur", "matches": {"return"}},
    ]
    complete_code_samples = ["1 + 1", "x := 1", "func f() int { return 1 }", 'import "fmt"', "", "strings.Split?"]
    incomplete_code_samples = ["for i := range 3 {", "f(1,", "x := `raw", "type T struct {"]
    invalid_code_samples = ["x := )", "1 +) 2", "}"]


def main():
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(GohuntTests)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    for test, reason in result.skipped:
        print(f"skipped, which counts as failed: {test}: {reason}")
    print(f"{result.testsRun} ran, {len(result.skipped)} skipped")
    return 0 if result.wasSuccessful() and not result.skipped and result.testsRun == 12 else 1


if __name__ == "__main__":
    sys.exit(main())
