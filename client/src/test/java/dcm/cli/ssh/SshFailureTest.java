package dcm.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.shell.api.Documents;
import dcm.shell.document.ContainerDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshFailureTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            running | ssh failed, see above. If it says 'Permission denied', add your public key: dcm keys add FILE.pub
            stopped | ssh failed: web is stopped. To start it: dcm start web
            paused  | ssh failed: web is paused. To continue it: dcm unpause web
            lost    | ssh failed: web is lost. See: dcm show web
            other   | ssh failed: web is other. See: dcm show web
            """)
    void adviceFitsTheStateOfTheContainer(String state, String advice) throws Exception {
        ContainerDocument container =
                Documents.parse("{\"name\": \"web\", \"state\": \"%s\"}".formatted(state), ContainerDocument.class);

        assertThat(SshFailure.advice("ssh", container)).isEqualTo(advice);
    }
}
