package main

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"

	gpu "github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler-go/cdk8sgpuautoscaler"
)

func main() {
	app := cdk8s.NewApp(nil)
	chart := cdk8s.NewChart(app, jsii.String("inference"), &cdk8s.ChartProps{Namespace: jsii.String("ml-platform")})

	nodePool := gpu.NewGpuNodePool(chart, jsii.String("gpus"), &gpu.GpuNodePoolProps{
		NodeClass: gpu.NodeClass_Aws(&gpu.AwsNodeClassOptions{Role: jsii.String("KarpenterNodeRole-ml"), DiscoveryTag: jsii.String("ml")}),
		Gpu:       gpu.Gpu_A10G(),
		MaxGpus:   jsii.Number(20),
	})
	gpu.NewGpuAutoscaledWorker(chart, jsii.String("worker"), &gpu.GpuAutoscaledWorkerProps{
		Image:    jsii.String("registry.example.com/worker:1.0.0"),
		NodePool: nodePool,
		Source: gpu.MetricSource_RedisStream(&gpu.RedisStreamOptions{
			Connection: jsii.String("jobs"), Stream: jsii.String("inference-jobs"), Group: jsii.String("workers"),
		}),
		Connections: &map[string]gpu.Connection{
			"jobs": gpu.Connection_Redis(&gpu.RedisConnectionOptions{Host: jsii.String("redis.ml-platform")}),
		},
		JobsPerReplica: jsii.Number(5),
		MaxReplicas:    jsii.Number(20),
		MaxJobDuration: cdk8s.Duration_Minutes(jsii.Number(2)),
	})
	app.Synth()
}
