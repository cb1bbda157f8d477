package kedaclient

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kedacore/keda/v2/pkg/scalers"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	v2 "k8s.io/api/autoscaling/v2"
)

func TestPollsSpecValueAndActivity(t *testing.T) {
	process := startScaler(t)
	scaler := poller(t, trigger(t, process.grpc, "polled"))
	specs := scaler.GetMetricSpecForScaling(context.Background())
	if got := targetOf(t, specs); got != target {
		t.Errorf("got target %v; expected %v", got, target)
	}
	if got := specs[0].External.Metric.Name; got != "s0-"+metricName {
		t.Errorf("got metric %s; expected s0-%s", got, metricName)
	}
	expectAnswer(t, scaler, "0", false)
	process.change(t, "polled", "add", 47)
	expectAnswer(t, scaler, "47", true)
	process.change(t, "polled", "take", 47) // in flight is outstanding too
	expectAnswer(t, scaler, "47", true)
	process.change(t, "polled", "finish", 46)
	expectAnswer(t, scaler, "1", true)
	process.change(t, "polled", "finish", 1)
	expectAnswer(t, scaler, "0", false)
}

func TestPollsTheFourthTriggerOfAnObject(t *testing.T) {
	process := startScaler(t)
	config := trigger(t, process.grpc, "fourth")
	config.TriggerIndex = 3
	config.MetricType = v2.ValueMetricType
	scaler := poller(t, config)
	specs := scaler.GetMetricSpecForScaling(context.Background())
	if len(specs) != 1 || specs[0].External.Metric.Name != "s3-"+metricName || specs[0].External.Target.Value.AsApproximateFloat64() != target {
		t.Errorf("got %+v; expected s3-%s with a value of %v", specs, metricName, target)
	}
	process.change(t, "fourth", "add", 1_000_000_000)
	if value, active, err := answer(scaler, 3); value != "1G" || !active || err != nil {
		t.Errorf("got %s, %t, %v; expected 1G, true", value, active, err)
	}
}

func TestWrongMetadataIsRefusedAndSaysWhy(t *testing.T) {
	config := trigger(t, startScaler(t).grpc, "wrong")
	config.TriggerMetadata["jobsPerReplica"] = "many"
	scaler := poller(t, config)
	if specs := scaler.GetMetricSpecForScaling(context.Background()); specs != nil {
		t.Errorf("got %+v; expected no specs", specs)
	}
	expectRefusal(t, scaler, codes.InvalidArgument, `jobsPerReplica: got "many"`)
}

func TestAnUnreadableQueueIsAnErrorWhileTheSpecStays(t *testing.T) {
	file := filepath.Join(t.TempDir(), "scaler.json")
	connections := `{"connections": {"jobs": {"type": "redis", "host": "127.0.0.1", "port": 1, "database": 0, "tls": false}}}`
	if err := os.WriteFile(file, []byte(connections), 0o600); err != nil {
		t.Fatal(err)
	}
	scaler := poller(t, triggerOf(t, "redis-stream", startScaler(t, "CONFIG_FILE="+file).grpc))
	if got := targetOf(t, scaler.GetMetricSpecForScaling(context.Background())); got != target {
		t.Errorf("got target %v; expected %v", got, target)
	}
	began := time.Now()
	expectRefusal(t, scaler, codes.Unavailable, "connection jobs: redis://127.0.0.1:1/0")
	figure(t, "answer while Redis is away", time.Since(began), 2*time.Second)
}

func TestAScalerThatIsClosedLeavesTheConnectionToOthers(t *testing.T) {
	process := startScaler(t)
	first := poller(t, trigger(t, process.grpc, "first"))
	second := poller(t, trigger(t, process.grpc, "second"))
	expectAnswer(t, first, "0", false)
	for range 2 {
		if err := first.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	expectAnswer(t, second, "0", false)
	if err := second.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := answer(second, 0); err == nil || !strings.Contains(err.Error(), "the scaler is closed") {
		t.Errorf("got %v; expected that the scaler is closed", err)
	}
	expectAnswer(t, poller(t, trigger(t, process.grpc, "third")), "0", false)
}

func expectRefusal(t *testing.T, scaler scalers.Scaler, code codes.Code, details string) {
	t.Helper()
	values, active, err := scaler.GetMetricsAndActivity(context.Background(), "s0-"+metricName)
	if status.Code(err) != code || !strings.Contains(fmt.Sprint(err), details) {
		t.Errorf("got %v; expected %s with %s", err, code, details)
	}
	if len(values) > 0 || active {
		t.Errorf("got %v, active %t with an error; expected nothing", values, active)
	}
}
