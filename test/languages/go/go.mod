module example.com/smallest-app

go 1.25

require (
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler-go/cdk8sgpuautoscaler v0.0.0
	github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2 v2.70.106
)

// Built beside this app by jsii-pacmak.
replace (
	github.com/aws/constructs-go/constructs/v10 => ../packages/go/constructs
	github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler-go/cdk8sgpuautoscaler => ../packages/go/cdk8sgpuautoscaler
	github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2 => ../packages/go/cdk8s
	github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2 => ../packages/go/cdk8splus28
)
