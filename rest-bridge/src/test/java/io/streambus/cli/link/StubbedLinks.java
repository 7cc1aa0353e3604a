package io.streambus.cli.link;

import io.streambus.cli.BridgeStub;

/** What a stubbed bridge says of a link. */
public final class StubbedLinks {

    public static final String ONE = BridgeStub.LINKS + "/link-1";
    public static final String ACTIVE = """
            {"id":"link-1","name":"West to East","type":"active-passive","topics":["orders","users"],
             "config":{"throttle_rate_bytes_per_sec":0},
             "source_cluster":{"connection_timeout":"1m30s","security":{"sasl_password":"***"}},
             "status":"active","health":{"status":"healthy"},
             "metrics":{"total_messages_replicated":1500000,"messages_per_second":1200.3,
                        "bytes_per_second":122880.5,"replication_lag":350},
             "allowed_actions":["pause","stop"]}""";
    public static final String PAUSED = ACTIVE.replace("\"active\"", "\"paused\"");
    public static final String STOPPED = ACTIVE.replace("\"active\"", "\"stopped\"");
    public static final String INVALID_STATE = """
            {"code":"INVALID_STATE","status":409,"detail":"link link-1 is stopped, and pause is not allowed",
             "allowed_actions":["start","update","delete"],"request_id":"r-1","retryable":false}""";

    private StubbedLinks() {}
}
