package dcm.contract.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @Test
    void referenceHasRegistryPathAndVersion() {
        ImageReference tagged = new ImageReference("registry.lab.example:5000/alice/my_tools:1.2");
        assertThat(tagged.registry().value()).isEqualTo("registry.lab.example:5000");
        assertThat(tagged.repository()).isEqualTo("alice/my_tools");
        assertThat(tagged.version()).isEqualTo("1.2");
        assertThat(tagged.hasDigest()).isFalse();

        assertThat(new ImageReference("localhost/tools").version()).isEqualTo("latest");
        assertThat(new ImageReference("r.example/tools@" + DIGEST))
                .returns(DIGEST, ImageReference::version)
                .returns(true, ImageReference::hasDigest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools:1",
                "alice/tools:1",
                "r.example/",
                "r.example/../tools",
                "r.example//tools",
                "r.example/Tools",
                "r.example/tools:",
                "r.example/tools?x=1",
                "r.example/tools@sha256:12",
                "user@r.example/tools",
                "user:secret@r.example/tools",
                "r.example:0/tools",
                "r.example:5000:1/tools",
                "-r.example/tools",
                "[::1/tools",
                "[::g]/tools"
            })
    void malformedImageReferenceIsRejected(String value) {
        assertThatThrownBy(() -> new ImageReference(value)).isInstanceOf(InvalidValueException.class);
    }
}
