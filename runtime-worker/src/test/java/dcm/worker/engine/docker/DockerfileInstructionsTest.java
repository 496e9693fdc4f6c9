package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.ContainerConfig;
import dcm.worker.engine.EngineException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerfileInstructionsTest {
    @Test
    void specialCharactersInConfigurationValuesAreEscaped() {
        ContainerConfig config = new ContainerConfig()
                .withEntrypoint(new String[] {"/usr/bin/tini", "--", "a \"b\""})
                .withEnv(new String[] {"A=$HOME \"x\" \\ #", "DCM_NAME=web"})
                .withUser("1000:1000")
                .withWorkingDir("/srv/my data")
                .withLabels(Map.of("user.note", "$x", "dcm.owner", "alice"));

        assertThat(DockerfileInstructions.of(config))
                .containsExactly(
                        "ENTRYPOINT [\"/usr/bin/tini\",\"--\",\"a \\\"b\\\"\"]",
                        "ENV A=\"\\$HOME \\\"x\\\" \\\\ #\"",
                        "WORKDIR \"/srv/my data\"",
                        "USER 1000:1000",
                        "LABEL \"user.note\"=\"\\$x\"");
    }

    @Test
    void valueWithALineBreakIsNoInstruction() {
        ContainerConfig variable = new ContainerConfig().withEnv(new String[] {"A=1\nVOLUME /scratch"});
        ContainerConfig name = new ContainerConfig().withEnv(new String[] {"A y=1"});
        ContainerConfig user = new ContainerConfig().withUser("root\nVOLUME /scratch");
        ContainerConfig label = new ContainerConfig().withLabels(Map.of("note", "1\nVOLUME /scratch"));

        for (ContainerConfig config : List.of(variable, name, user)) {
            assertThatThrownBy(() -> DockerfileInstructions.of(config)).isInstanceOf(EngineException.class);
        }
        assertThat(DockerfileInstructions.of(label)).isEmpty();
    }
}
