import io.github.cdk8sgpuautoscaler.AwsNodeClassOptions;
import io.github.cdk8sgpuautoscaler.Connection;
import io.github.cdk8sgpuautoscaler.Gpu;
import io.github.cdk8sgpuautoscaler.GpuAutoscaledWorker;
import io.github.cdk8sgpuautoscaler.GpuNodePool;
import io.github.cdk8sgpuautoscaler.MetricSource;
import io.github.cdk8sgpuautoscaler.NodeClass;
import io.github.cdk8sgpuautoscaler.RedisConnectionOptions;
import io.github.cdk8sgpuautoscaler.RedisStreamOptions;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;

public class SmallestApp {
    public static void main(String[] args) {
        App app = new App();
        Chart chart = new Chart(app, "inference", ChartProps.builder().namespace("ml-platform").build());

        GpuNodePool nodePool = GpuNodePool.Builder.create(chart, "gpus")
            .nodeClass(NodeClass.aws(AwsNodeClassOptions.builder().role("KarpenterNodeRole-ml").discoveryTag("ml").build()))
            .gpu(Gpu.A10_G)
            .maxGpus(20)
            .build();
        GpuAutoscaledWorker.Builder.create(chart, "worker")
            .image("registry.example.com/worker:1.0.0")
            .nodePool(nodePool)
            .source(MetricSource.redisStream(RedisStreamOptions.builder().connection("jobs").stream("inference-jobs").group("workers").build()))
            .connections(Map.of("jobs", Connection.redis(RedisConnectionOptions.builder().host("redis.ml-platform").build())))
            .jobsPerReplica(5)
            .maxReplicas(20)
            .maxJobDuration(Duration.minutes(2))
            .build();
        app.synth();
    }
}
