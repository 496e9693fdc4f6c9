package dcm.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradeRoutesTest {
    @Test
    void lineReplacesTheInstancesOfItsServiceOnly() {
        UpgradeRoutes routes = UpgradeRoutes.parse(Buffer.buffer("""
                command-service=http://127.0.0.1:8081,http://127.0.0.1:8095
                user-service=
                """));

        assertThat(routes.of(BackendService.COMMAND_SERVICE))
                .contains(List.of(URI.create("http://127.0.0.1:8081"), URI.create("http://127.0.0.1:8095")));
        assertThat(routes.of(BackendService.USER_SERVICE)).contains(List.of());
        assertThat(routes.of(BackendService.PROJECTION_SERVICE)).isEmpty();
    }
}
