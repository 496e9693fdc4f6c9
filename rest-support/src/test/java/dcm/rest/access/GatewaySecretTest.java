package dcm.rest.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.rest.problem.ProblemException;
import org.junit.jupiter.api.Test;

class GatewaySecretTest {
    @Test
    void onlyTheSecretIsAccepted() {
        var secret = new GatewaySecret("s3cret");

        assertThatCode(() -> secret.require("s3cret")).doesNotThrowAnyException();
        assertThatThrownBy(() -> secret.require("s3creT")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> secret.require("")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> secret.require(null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void withoutASecretNothingIsAccepted() {
        var none = new GatewaySecret((String) null);

        assertThatThrownBy(() -> none.require("")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> none.require(none.text())).isInstanceOf(ProblemException.class);
    }
}
