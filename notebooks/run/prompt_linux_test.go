package run

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a pseudo-terminal: what a person types goes into person, and what he sees comes out of it.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("this machine gives no pseudo-terminal, so the password prompt is not tested: ", err)
	}
	t.Cleanup(func() { person.Close() })
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// seen reads what the terminal shows until it shows want.
func seen(t *testing.T, person *os.File, want string) string {
	t.Helper()
	var all strings.Builder
	buffer := make([]byte, 1000)
	for !strings.Contains(all.String(), want) {
		n, err := person.Read(buffer)
		if err != nil {
			t.Fatalf("%v after %q", err, all.String())
		}
		all.Write(buffer[:n])
	}
	return all.String()
}

func echoes(t *testing.T, program *os.File) bool {
	t.Helper()
	state, err := unix.IoctlGetTermios(int(program.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

func TestPromptHidesPasswords(t *testing.T) {
	person, program := terminal(t)
	ask := prompt(t.Context(), program, program)
	answers := make(chan string, 2)
	go func() {
		for _, password := range []bool{false, true} {
			answer, err := ask("who\x1b[2J? ", password)
			answers <- fmt.Sprint(answer, err)
		}
	}()
	seen(t, person, "who·[2J? ")
	person.WriteString("Ada\n")
	if got := <-answers; got != "Ada<nil>" {
		t.Errorf("got %q", got)
	}
	seen(t, person, "who·[2J? ")
	for echoes(t, program) {
		time.Sleep(time.Millisecond)
	}
	person.WriteString("s3cret\n")
	if got := <-answers; got != "s3cret<nil>" {
		t.Errorf("got %q", got)
	}
	if shown := seen(t, person, "\n"); strings.Contains(shown, "s3cret") {
		t.Errorf("the password was shown: %q", shown)
	}
	if !echoes(t, program) {
		t.Error("the terminal stays silent")
	}
}

func TestInterruptedPromptLeavesTheTerminalAsItWas(t *testing.T) {
	person, program := terminal(t)
	ctx, cancel := context.WithCancel(t.Context())
	ask := prompt(ctx, program, program)
	go ask("password: ", true)
	seen(t, person, "password: ")
	for echoes(t, program) {
		time.Sleep(time.Millisecond)
	}
	cancel()
	for !echoes(t, program) {
		time.Sleep(time.Millisecond)
	}
	person.WriteString("\n")
}

func TestNobodyIsAskedWithoutATerminal(t *testing.T) {
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if prompt(t.Context(), file, file) != nil {
		t.Error("the null device was taken for a person")
	}
}
