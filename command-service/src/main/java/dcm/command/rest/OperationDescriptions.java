package dcm.command.rest;

/** Parts of the OpenAPI description that several operations share: error codes and examples. */
final class OperationDescriptions {
    /** Error codes of every intent. */
    private static final String INTENT = "key-reused,view-unreachable,deadline-passed";

    static final String CREATE = INTENT
            + ",unknown-image,name-taken,port-reserved,ports-taken,quota-exceeded,preset-not-granted,preset-fixed"
            + ",preset-unavailable,unknown-host,homes-not-shared,no-host,host-full,homes-moving,engine-failed";

    static final String ON_CONTAINER =
            INTENT + ",unknown-container,ambiguous-handle,wrong-state,homes-moving,engine-failed";
    static final String START = ON_CONTAINER + ",preset-not-granted,ports-taken";
    static final String RECREATE =
            START + ",quota-exceeded,image-missing,no-host,host-unreachable,host-full,preset-unavailable";
    static final String RENAME = INTENT + ",unknown-container,ambiguous-handle,name-taken,homes-moving";
    static final String COMMIT = ON_CONTAINER + ",name-taken,too-many-layers";
    static final String ON_IMAGE = INTENT + ",unknown-image,ambiguous-handle,base-image,image-in-use";
    static final String FLATTEN = ON_IMAGE + ",wrong-state,engine-failed";

    static final String IMPORT = INTENT
            + ",name-taken,wrong-state,quota-exceeded,no-host,engine-failed,registry-not-permitted,registry-denied,"
            + "unknown-image,registry-failed,registry-unreachable";

    static final String KEYS = INTENT + ",unknown-key,quota-exceeded";

    static final String ACCOUNT_CHANGED = """
            {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "status": "done", "sequence": 9}""";

    static final String DONE = """
            {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "status": "done", "container": "5d60be7410595ad1",
             "sequence": 9}""";

    static final String ADMITTED = """
            {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "status": "accepted", "container": "5d60be7410595ad1",
             "sequence": 3}""";

    static final String LAUNCHED = """
            {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "status": "launched", "container": "5d60be7410595ad1",
             "name": "web", "ssh": {"address": "192.0.2.10", "port": 31000}, "ports": [], "sequence": 3}""";

    static final String CREATED = """
            {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "status": "done", "container": "5d60be7410595ad1",
             "name": "web", "ssh": {"address": "192.0.2.10", "port": 31000},
             "ports": [{"address": "192.0.2.11", "port": 8080, "protocol": "tcp"}], "sequence": 4}""";

    static final String ALL_CREATED = """
            {"intent": "01a2135a-0c1f-7d21-9f0e-5b8c1d2e3f40", "status": "done",
             "containers": [
              {"container": "0f1e2d3c4b5a6978", "name": "node-1", "status": "done",
               "ssh": {"address": "192.0.2.10", "port": 31001}, "ports": []},
              {"container": "1f2e3d4c5b6a7988", "name": "node-2", "status": "done",
               "ssh": {"address": "192.0.2.10", "port": 31002}, "ports": []}],
             "sequence": 12}""";

    static final String SOME_CREATED = """
            {"intent": "01a2135a-0c1f-7d21-9f0e-5b8c1d2e3f40", "status": "failed",
             "containers": [
              {"container": "0f1e2d3c4b5a6978", "name": "node-1", "status": "done",
               "ssh": {"address": "192.0.2.10", "port": 31001},
               "ports": [{"address": "192.0.2.11", "port": 8080, "protocol": "tcp"}]},
              {"container": "1f2e3d4c5b6a7988", "name": "node-2", "status": "failed",
               "problem": {"code": "ports-taken", "detail": "No address of n1 has all these ports free: 8080/tcp on 192.0.2.11 is in use by your container 31001."}}],
             "sequence": 12}""";

    static final String IMAGE_MADE = """
            {"intent": "01a2135b-1a2b-7c3d-8e4f-5a6b7c8d9e0f", "status": "done", "container": "5d60be7410595ad1",
             "image": "numpy:1",
             "imageDigest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "sequence": 17}""";

    static final String IMAGE_FLATTENED = """
            {"intent": "01a2135c-2b3c-7d4e-9f50-6b7c8d9e0f1a", "status": "done", "image": "numpy:1",
             "imageDigest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", "sequence": 19}""";

    static final String DRY_RUN = """
            {"containers": [], "change": {"operation": "commit", "container": "5d60be7410595ad1", "image": "numpy:1", "host": "n1"},
             "quota": {"containers": {"used": 4, "limit": 10, "left": 6}, "running": {"used": 3},
              "cpus": {"used": 4.5, "limit": 8, "left": 3.5}, "memoryMiB": {"used": 4096, "limit": 16384, "left": 12288},
              "pids": {"used": 4096}, "ports": {"used": 2, "limit": 100, "left": 98},
              "images": {"used": 2, "limit": 5, "left": 3}}}""";

    private OperationDescriptions() {}
}
