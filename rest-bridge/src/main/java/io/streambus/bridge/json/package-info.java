/** Strict JSON: objects read field by field, with every fault of a document found at once and named by JSON pointer. */
package io.streambus.bridge.json;
