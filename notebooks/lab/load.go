package lab

import (
	"context"
	"fmt"
	"io"
)

func loadMain(ctx context.Context, args []string, out, errs io.Writer) int {
	fmt.Fprintln(errs, "not yet")
	return 1
}
