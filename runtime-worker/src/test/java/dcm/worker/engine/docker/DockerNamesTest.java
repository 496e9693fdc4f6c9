package dcm.worker.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.OwnerName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerNamesTest {
    private static final OwnerName ANN = new OwnerName("ann");

    @Test
    void networksOfAnOwnerHaveDifferentNames() {
        DockerNames names = new DockerNames("dcm-1a2b3c");

        assertThat(names.network(ANN)).isEqualTo("dcm-dcm-1a2b3c-ann");
        assertThat(names.overlay(ANN)).isEqualTo("dcm_dcm-1a2b3c_ann_hosts");
    }

    /** Swarmkit's rule for names. */
    @ParameterizedTest
    @CsvSource({
        "dcm-1a2b3c, ann-",
        "dcm-1a2b3c, a_b__",
        "dcm-1a2b3c, abcdefghijklmnopqrstuvwxyz01234",
        "an-installation-with-a-long-name, abcdefghijklmnopqrstuvwxyz01234",
        "an.installation, ann"
    })
    void swarmAcceptsTheNameOfANetworkAcrossHosts(String installation, String owner) {
        String name = new DockerNames(installation).overlay(new OwnerName(owner));

        assertThat(name).matches("[a-zA-Z0-9](?:[-_]*[A-Za-z0-9]+)*").hasSizeLessThan(64);
        assertThat(new DockerNames(installation).overlay(ANN))
                .isEqualTo(new DockerNames(installation).overlay(ANN))
                .satisfies(other -> assertThat(other.equals(name)).isEqualTo(owner.equals("ann")));
    }
}
