package dcm.command.admission.state;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.codec.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ImageStateTest {
    @Test
    void stateWithoutTransferFieldsIsRead() throws IOException {
        String before = """
                {"id": "8899aabbccddeeff", "name": "mine:1", "host": "n1", "partition": 1, "container": "00112233445566aa",
                 "number": 2, "phase": "READY", "digest": "sha256:%s", "flattens": null, "ownBytes": 50}""".formatted("ab".repeat(32));

        ImageState state = Json.MAPPER.readValue(before, ImageState.class);

        assertThat(state.isReady()).isTrue();
        assertThat(state.adoptedDigest()).isNull();
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsString(state), ImageState.class))
                .isEqualTo(state);
    }
}
