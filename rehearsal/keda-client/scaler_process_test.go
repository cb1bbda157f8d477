package kedaclient

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	startsWithin = 20 * time.Second
	stopsWithin  = 5 * time.Second
)

// scalerProcess is the scaler in a process of its own, on loopback, without connections unless the environment names some.
type scalerProcess struct {
	// grpc is where KEDA calls, host:port.
	grpc string
	// health is where the embedded queues are, host:port.
	health  string
	command *exec.Cmd
	ended   chan struct{}
}

// startScaler starts what SCALER_COMMAND says, in the root of the project, and returns when it listens. It ends with the test.
func startScaler(t *testing.T, env ...string) *scalerProcess {
	t.Helper()
	words := strings.Fields(setting(t, "SCALER_COMMAND"))
	command := exec.Command(words[0], words[1:]...)
	command.Dir = filepath.Join("..", "..")
	command.Env = append(append(os.Environ(), "GRPC_ADDRESS=127.0.0.1:0", "HEALTH_ADDRESS=127.0.0.1:0"), env...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("SCALER_COMMAND: %v", err)
	}
	process := &scalerProcess{command: command, ended: make(chan struct{})}
	t.Cleanup(process.kill)

	type event struct{ Msg, Grpc, Health, Problem string }
	listening := make(chan event, 1)
	go func() {
		defer close(process.ended)
		defer close(listening)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			var logged event
			if json.Unmarshal(lines.Bytes(), &logged) == nil && (logged.Msg == "listening" || logged.Msg == "cannot start") {
				listening <- logged
			}
		}
		_ = command.Wait()
	}()
	select {
	case logged, alive := <-listening:
		if !alive || logged.Grpc == "" {
			t.Fatalf("the scaler did not start: %s", logged.Problem)
		}
		process.grpc, process.health = logged.Grpc, logged.Health
	case <-time.After(startsWithin):
		t.Fatalf("the scaler did not listen within %s", startsWithin)
	}
	return process
}

// kill ends the process as a machine that loses power does.
func (process *scalerProcess) kill() {
	_ = process.command.Process.Kill()
	<-process.ended
}

// terminate ends the process as Kubernetes does, and returns its exit code.
func (process *scalerProcess) terminate(t *testing.T) int {
	t.Helper()
	if err := process.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-process.ended:
	case <-time.After(stopsWithin):
		t.Fatalf("the scaler did not end within %s after SIGTERM", stopsWithin)
	}
	return process.command.ProcessState.ExitCode()
}

// change adds, takes or finishes jobs of an embedded queue.
func (process *scalerProcess) change(t *testing.T, queue, what string, count int) {
	t.Helper()
	url := fmt.Sprintf("http://%s/queues/%s/%s?count=%d", process.health, queue, what, count)
	answer, err := http.Post(url, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", url, answer.Status)
	}
}

// setting is an environment variable that has to be there.
func setting(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run these tests with npm run test:rehearsal -- keda-client", name)
	}
	return value
}
