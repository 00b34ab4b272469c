package lab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Variable is the environment variable that names a running lab by the URL of its Elasticsearch; with it
// Open starts nothing.
const Variable = "GOHUNT_LAB"

// patience is how long a lab may take from its start to its first answer.
const patience = 15 * time.Second

// Open returns the address and the key of a server of the lab: role is "elastic", "virustotal" or "thehive".
// It uses the lab that GOHUNT_LAB names, else the one that this binary has running in the background, else
// it starts that one. Two programs that ask at once get the same lab.
func Open(role string) (Service, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	c, err := find(ctx)
	if err != nil {
		return Service{}, fmt.Errorf("cannot open the lab: %w", err)
	}
	s, ok := c.Services[role]
	if !ok {
		return s, fmt.Errorf("the lab has no %q: it has elastic, virustotal and thehive", role)
	}
	return s, nil
}

func find(ctx context.Context) (card, error) {
	if url := os.Getenv(Variable); url != "" {
		c, err := ask(ctx, url)
		if err != nil {
			return c, fmt.Errorf("%s names %s, which does not answer as a lab: %w", Variable, url, err)
		}
		return c, nil
	}
	path, err := stateFile()
	if err != nil {
		return card{}, err
	}
	unlock, err := lock(ctx, path+".lock")
	if err != nil {
		return card{}, err
	}
	defer unlock()
	if c, err := alive(ctx, path); err == nil {
		return c, nil
	}
	return launch(ctx, path)
}

// alive asks the lab that the state file names.
func alive(ctx context.Context, path string) (card, error) {
	s, err := readState(path)
	if err != nil {
		return card{}, err
	}
	c, err := ask(ctx, s.URL)
	if err == nil && c.Lab != identity() {
		return c, errors.New("another build of the lab answers")
	}
	return c, err
}

// ask fetches a lab's card.
func ask(ctx context.Context, url string) (c card, err error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/_lab", nil)
	if err != nil {
		return c, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return c, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return c, fmt.Errorf("status %s", answer.Status)
	}
	if err := json.NewDecoder(answer.Body).Decode(&c); err != nil || c.Lab == "" {
		return c, errors.New("it is something else")
	}
	return c, nil
}

// program is the command that runs a lab in the background.
var program = func() (*exec.Cmd, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if name := strings.TrimSuffix(filepath.Base(path), ".exe"); strings.HasSuffix(name, ".test") {
		return nil, fmt.Errorf("%s is a test and has no lab inside; start one and name it in %s", name, Variable)
	}
	return exec.Command(path, "lab", "--background"), nil
}

// launch starts a lab that outlives this process, and waits for its first answer.
func launch(ctx context.Context, path string) (card, error) {
	cmd, err := program()
	if err != nil {
		return card{}, err
	}
	os.Remove(path)
	logPath := strings.TrimSuffix(path, ".json") + ".log"
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return card{}, err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return card{}, fmt.Errorf("it does not start: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return await(ctx, path, logPath, ended)
}

func await(ctx context.Context, path, logPath string, ended <-chan error) (card, error) {
	deadline := time.After(patience)
	for {
		if c, err := alive(ctx, path); err == nil {
			return c, nil
		}
		select {
		case err := <-ended:
			return card{}, fmt.Errorf("it ended at once (%v): %s", err, tail(logPath))
		case <-deadline:
			return card{}, fmt.Errorf("no answer within %s: %s", patience, tail(logPath))
		case <-ctx.Done():
			return card{}, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// tail returns the end of a log, for an error.
func tail(path string) string {
	body, err := os.ReadFile(path)
	if err != nil || len(body) == 0 {
		return "it said nothing"
	}
	return strings.TrimSpace(string(body[max(0, len(body)-500):]))
}

// Stop ends the lab that this binary has in the background, and tells whether there was one.
func Stop(ctx context.Context) (bool, error) {
	path, err := stateFile()
	if err != nil {
		return false, err
	}
	s, err := readState(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/_lab/stop", nil)
	if err != nil {
		return false, err
	}
	r.Header.Set("X-Lab-Token", s.Token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		os.Remove(path)
		return false, nil
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusAccepted {
		return false, fmt.Errorf("the lab at %s did not take the request to end: %s", s.URL, answer.Status)
	}
	return true, nil
}
