package dcm.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRequestsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/containers/%zz", "/v1/containers/a\u0001b", "/v1/containers?x=%", "/v1/containers/a\"b"})
    void malformedAddressIsNamed(String address) {
        assertThat(MalformedRequests.complaint(address))
                .hasValueSatisfying(detail -> assertThat(detail).startsWith("The URL is not well formed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/containers", "/v1/containers/a%20b?x=%2F", "http://localhost/v1"})
    void wellFormedAddressIsAccepted(String address) {
        assertThat(MalformedRequests.complaint(address)).isEmpty();
    }
}
