package dcm.contract.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.codec.Json;
import dcm.contract.identity.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetOptionsTest {
    /** Rejects unknown fields, like the reader of requests. */
    private static final ObjectMapper STRICT =
            Json.MAPPER.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'cpus': 0.01, 'memoryMiB': 32, 'pids': 16, 'shmSizeMiB': 1}",
                "{'capabilities': ['SYS_ADMIN', 'NET_RAW']}",
                "{'devices': [{'path': '/dev/net/tun', 'permissions': 'rwm'}, {'path': '/dev/fuse'}]}",
                "{'deviceRequests': [{'count': -1}]}",
                "{'deviceRequests': [{'driver': 'nvidia', 'deviceIds': ['GPU-0'], 'capabilities': ['compute']}]}",
                "{'mounts': [{'source': '/srv/data', 'target': '/data'}]}",
                "{'mounts': [{'source': '/srv/tools', 'target': '/usr/local/tools', 'readOnly': false}]}",
                "{'tmpfs': [{'target': '/scratch', 'sizeMiB': 1}]}",
                "{'ulimits': {'memlock': {'soft': -1}, 'nofile': {'soft': 1, 'hard': -1}}}",
                "{'sysctls': {'net.core.somaxconn': '1024', 'kernel.shmmax': '1', 'fs.mqueue.msg_max': '1'}}",
                "{'runtime': 'nvidia', 'hostname': 'lab-1.example', 'init': true, 'stopSignal': 'SIGRTMIN+3'}"
            })
    void supportedOptionsAreAccepted(String json) {
        PresetOptions options = read(json);

        PresetRules.check(options);
        assertThat(Json.parse(Json.text(options), PresetOptions.class)).isEqualTo(options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'privileged': true}",
                "{'networkMode': 'host'}",
                "{'securityOpt': ['seccomp=unconfined']}",
                "{'capabilities': ['ALL']}",
                "{'capabilities': ['SYS_MODULE']}",
                "{'capabilities': ['NET_RAW', 'NET_RAW']}",
                "{'cpus': 0.001}",
                "{'cpus': 1e20000000}",
                "{'cpus': 1e-20000000}",
                "{'memoryMiB': 2147483647}",
                "{'capabilities': [null]}",
                "{'devices': [null]}",
                "{'deviceRequests': [{'deviceIds': [null]}]}",
                "{'devices': [{'path': '/dev/.'}]}",
                "{'devices': [{'path': '/dev/./fuse'}]}",
                "{'tmpfs': [{'target': '/dev/shm', 'sizeMiB': 1}]}",
                "{'tmpfs': [{'target': '/etc/pam.d', 'sizeMiB': 1}]}",
                "{'tmpfs': [{'target': '/var/run/sshd', 'sizeMiB': 1}]}",
                "{'tmpfs': [{'target': '/lib64', 'sizeMiB': 1}]}",
                "{'sysctls': {'net.': '1'}}",
                "{'sysctls': {'net./../../kernel/core_pattern': '1'}}",
                "{'hostname': 'a..b'}",
                "{'stopSignal': 'SIGRTMIN+99'}",
                "{'cpus': 1.0001}",
                "{'memoryMiB': 31}",
                "{'devices': [{}]}",
                "{'devices': [{'path': '/dev/../etc/shadow'}]}",
                "{'devices': [{'path': '/etc/shadow'}]}",
                "{'devices': [{'path': '/dev/fuse', 'permissions': 'x'}]}",
                "{'deviceRequests': [{}]}",
                "{'deviceRequests': [{'count': 1, 'deviceIds': ['0']}]}",
                "{'deviceRequests': [{'count': 0}]}",
                "{'mounts': [{'source': '/', 'target': '/data'}]}",
                "{'mounts': [{'source': '/var/run/docker.sock', 'target': '/data'}]}",
                "{'mounts': [{'source': '/var', 'target': '/data'}]}",
                "{'mounts': [{'source': '/srv/../etc', 'target': '/data'}]}",
                "{'mounts': [{'source': 'data', 'target': '/data'}]}",
                "{'mounts': [{'source': '/srv/data', 'target': '/'}]}",
                "{'mounts': [{'source': '/srv/data', 'target': '/home/alice'}]}",
                "{'mounts': [{'source': '/srv/data', 'target': '/etc/dcm/keys'}]}",
                "{'mounts': [{'source': '/srv/data', 'target': '/usr'}]}",
                "{'mounts': [{'source': '/srv/data', 'target': '/x'}], 'tmpfs': [{'target': '/x', 'sizeMiB': 1}]}",
                "{'tmpfs': [{'target': '/scratch'}]}",
                "{'ulimits': {'files': {'soft': 1}}}",
                "{'ulimits': {'nofile': {'soft': 2, 'hard': 1}}}",
                "{'ulimits': {'nofile': {}}}",
                "{'sysctls': {'kernel.panic': '1'}}",
                "{'sysctls': {'vm.swappiness': '1'}}",
                "{'runtime': '../runc'}",
                "{'hostname': '-'}",
                "{'stopSignal': 'SIGSEGV'}"
            })
    void unsupportedOptionsAreRejected(String json) {
        assertThatThrownBy(() -> PresetRules.check(read(json)))
                .hasMessageNotContaining("NullPointer")
                .isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @CsvSource({"16, 16000", "0.5, 500", "10, 10000", "1.25, 1250"})
    void cpusAreConvertedToMilliCpus(String cpus, int milliCpus) {
        assertThat(read("{'cpus': " + cpus + "}").milliCpus()).isEqualTo(milliCpus);
    }

    @Test
    void trailingZerosOfCpusAreIgnored() {
        assertThat(read("{'cpus': 10.00}")).isEqualTo(read("{'cpus': 10}"));
        assertThat(Json.text(read("{'cpus': 10.00}"))).isEqualTo("{\"cpus\":10}");
    }

    @Test
    void mountIsReadOnlyByDefault() {
        assertThat(new HostMount("/srv/data", "/data", null).mayWrite()).isFalse();
        assertThat(new HostMount("/srv/data", "/data", false).mayWrite()).isTrue();
    }

    @Test
    void mountRejectionNamesTheReservedPathOrAnAllowedOne() {
        assertThatThrownBy(() -> PresetRules.check(read("{'mounts': [{'source': '/etc', 'target': '/data'}]}")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("/etc");
        assertThatThrownBy(() -> PresetRules.check(read("{'tmpfs': [{'target': '/root', 'sizeMiB': 1}]}")))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("such as /data");
    }

    @Test
    void optionsThatBreakTheRulesAreStillRead() {
        assertThat(read("{'pids': 2147483647, 'mounts': [{'source': '/etc', 'target': '/root'}]}")
                        .pids())
                .isEqualTo(Integer.MAX_VALUE);
    }

    private static PresetOptions read(String json) {
        try {
            return STRICT.readValue(json.replace('\'', '"'), PresetOptions.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
