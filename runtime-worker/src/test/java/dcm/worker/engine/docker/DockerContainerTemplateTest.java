package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HostConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The container in which an untrusted image is tested. */
class DockerContainerTemplateTest {
    @Test
    void containerWithoutAnOwnerHasLimitsForEverything() {
        HostConfig shape = DockerContainerTemplate.bare(5000L);

        assertThat(shape.getNanoCPUs()).isEqualTo(1_000_000_000L);
        assertThat(shape.getMemory()).isEqualTo(1L << 30);
        assertThat(shape.getMemorySwap()).isEqualTo(1L << 30);
        assertThat(shape.getPidsLimit()).isEqualTo(256);
        assertThat(shape.getStorageOpt()).isEqualTo(Map.of("size", "5000"));
        assertThat(shape.getLogConfig().getConfig()).containsKeys("max-size", "max-file");
    }

    @Test
    void containerWithoutAnOwnerHasNoStorageOptionThatTheEngineRejects() {
        assertThat(DockerContainerTemplate.bare(null).getStorageOpt()).isNull();
    }
}
