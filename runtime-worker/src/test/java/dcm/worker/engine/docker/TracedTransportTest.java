package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracedTransportTest {
    @ParameterizedTest
    @CsvSource({
        "/v1.44/containers/create?name=dcm-1-2, /containers/create",
        "/v1.44/containers/dcm-1-2/start, /containers/{name}/start",
        "/v1.44/containers/dcm-1-2, /containers/{name}",
        "/containers/json?all=true, /containers/json",
        "/v1.44/images/dcm/alice/json, /images/{name}/json",
        "/v1.44/images/dcm/alice, /images/{name}",
        "/v1.44/networks/dcm-1-alice, /networks/{name}",
        "/v1.44/networks/create, /networks/create",
        "/v1.44/info, /info",
        "/v1.44/distribution/alice/json, /distribution"
    })
    void nameOfTheRequestHasNoNames(String path, String template) {
        assertThat(TracedTransport.template(path)).isEqualTo(template);
    }
}
