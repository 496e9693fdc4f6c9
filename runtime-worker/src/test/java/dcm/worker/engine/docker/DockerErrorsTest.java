package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.InternalServerErrorException;
import dcm.worker.engine.EngineException;
import org.junit.jupiter.api.Test;

class DockerErrorsTest {
    private static EngineException translated(String message) {
        return DockerErrors.translate(
                new InternalServerErrorException("Status 500: {\"message\": \"%s\"}".formatted(message)));
    }

    @Test
    void addressThatTheHostHasLostIsNamed() {
        assertThat(translated(
                        "driver failed programming external connectivity on endpoint web: Error starting userland proxy:"
                                + " listen tcp4 192.0.2.9:31000: bind: cannot assign requested address"))
                .hasMessageStartingWith("This host does not have the address 192.0.2.9 any more")
                .isNotInstanceOf(EngineException.PortTaken.class);
    }

    @Test
    void occupiedPortIsRecognized() {
        assertThat(translated("listen tcp4 192.0.2.9:31000: bind: address already in use"))
                .isInstanceOf(EngineException.PortTaken.class);
    }

    @Test
    void otherMessagesAreKept() {
        assertThat(translated("no space left on device")).hasMessage("no space left on device");
    }
}
