package dcm.auditor;

import static dcm.auditor.PlantedInstallation.ALICE;
import static dcm.auditor.PlantedInstallation.IMAGE_SETTINGS;
import static dcm.auditor.PlantedInstallation.WEB;
import static dcm.auditor.PlantedInstallation.inspected;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.auditor.engine.AuditedEngine.ImageSettings;
import dcm.auditor.engine.ContainerInspection;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each difference between what Docker shows of a container and what was ordered. */
class ContainerShapeTest {
    private final PlantedInstallation installation = new PlantedInstallation();
    private final ObjectNode container = inspected(WEB, "running", 256, 31000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/Image                        | \"sha256:other\"                          | the image",
                "/Config/Hostname              | \"other\"                                 | the host name",
                "/Config/Env                   | [\"PATH=/usr/bin\", \"DCM_USER=bob\"]     | the environment",
                "/Config/Cmd                   | [\"sh\"]                                  | the command",
                "/Config/WorkingDir            | \"/tmp\"                                  | the working directory",
                "/Config/Labels/dcm.owner      | \"bob\"                                   | the label dcm.owner",
                "/HostConfig/NetworkMode       | \"dcm-test-bob\"                          | the network",
                "/HostConfig/Privileged        | true                                      | privileged",
                "/HostConfig/CapDrop           | []                                        | the dropped capabilities",
                "/HostConfig/CapAdd            | [\"CAP_SYS_ADMIN\"]                       | the added capabilities",
                "/HostConfig/SecurityOpt       | [\"seccomp=unconfined\"]                  | the security options",
                "/HostConfig/PidMode           | \"host\"                                  | the host's namespaces",
                "/HostConfig/UsernsMode        | \"host\"                                  | the host's namespaces",
                "/HostConfig/Devices           | [{\"PathOnHost\": \"/dev/mem\"}]          | the devices",
                "/HostConfig/DeviceRequests    | [{\"Driver\": \"nvidia\", \"Count\": -1}] | the requested devices",
                "/HostConfig/Runtime           | \"kata\"                                  | the runtime",
                "/HostConfig/Memory            | 0                                         | the memory is",
                "/HostConfig/MemorySwap        | -1                                        | the memory with swap",
                "/HostConfig/NanoCpus          | 0                                         | the CPU share",
                "/HostConfig/PidsLimit         | null                                      | the process limit",
                "/HostConfig/Ulimits           | [{\"Name\": \"nofile\", \"Soft\": 1}]     | the ulimits",
                "/HostConfig/Sysctls           | {\"kernel.shmmax\": \"1\"}                | the sysctls",
                "/HostConfig/Binds             | [\"/srv/alice:/root:rw\"]                 | the home mounts",
                "/HostConfig/Mounts            | [{\"Source\": \"/\", \"Target\": \"/m\"}] | the preset's mounts",
                "/HostConfig/Tmpfs             | {\"/t\": \"\"}                            | the preset's tmpfs",
                "/HostConfig/PortBindings      | {}                                        | the published ports"
            })
    void differenceIsFound(String field, String json, String words) throws JsonProcessingException {
        JsonPointer pointer = JsonPointer.compile(field);
        ((ObjectNode) container.at(pointer.head()))
                .set(pointer.last().getMatchingProperty(), new JsonMapper().readTree(json));

        assertThat(findings(IMAGE_SETTINGS)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.CONTAINER_SHAPE_DIFFERS);
            assertThat(finding.sentence()).contains(words).doesNotContain(";");
        });
    }

    @Test
    void homeOfAnotherOwnerIsFound() {
        String binds = container.at("/HostConfig/Binds").toString().replace("/storage/" + ALICE, "/storage/bob");
        plantBinds(binds);

        assertThat(findings(IMAGE_SETTINGS))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("does not belong to the owner"));
    }

    @Test
    void settingsAreComparedWithoutTheImage() {
        assertThat(findings(null)).isEmpty();

        ((ObjectNode) container.at("/Config")).putArray("Env").add("DCM_USER=bob");

        assertThat(findings(null))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("the environment"));
    }

    @Test
    void variablesOfTheContainerFromWhichTheImageWasCommittedAreIgnored() {
        Map<String, String> committed = new HashMap<>(IMAGE_SETTINGS.environment());
        committed.putAll(Map.of("DCM_USER", "bob", "DCM_CONTAINER", "x", "DCM_NAME", "cweb", "DCM_HOSTS", "cweb db"));

        assertThat(findings(new ImageSettings(committed, IMAGE_SETTINGS.command(), IMAGE_SETTINGS.workingDirectory())))
                .isEmpty();
    }

    private void plantBinds(String json) {
        try {
            ((ObjectNode) container.at("/HostConfig")).set("Binds", new JsonMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<AuditFinding> findings(@Nullable ImageSettings image) {
        installation.engine.put(WEB, ContainerInspection.container(WEB, container, image));
        return installation.audit().findings();
    }
}
