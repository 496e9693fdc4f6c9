package dcm.contract.codec;

/** The names of the headers of every record. They are part of the record format and never change. */
public final class Header {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SUBJECT = "ce_subject";
    public static final String TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";
    public static final String SCHEMA_VERSION = "ce_schemaversion";
    public static final String ACTOR = "ce_actor";
    public static final String CORRELATION = "ce_correlationid";
    public static final String CAUSATION = "ce_causationid";
    public static final String SEQUENCE = "ce_sequence";
    public static final String INPUT_TOPIC = "ce_inputtopic";
    public static final String INPUT_PARTITION = "ce_inputpartition";
    public static final String INPUT_OFFSET = "ce_inputoffset";
    public static final String ORIGIN = "ce_origin";
    public static final String TRACE_PARENT = "traceparent";
    /** Authenticates the source of a report or notice; not part of the envelope. */
    public static final String AUTHENTICATION = "dcm_authentication";

    private Header() {}
}
