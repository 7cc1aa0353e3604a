/**
 * Which records go on: patterns searched in their content, required headers, a span of time.
 *
 * <p>Patterns are RE2/J's, whose time grows only linearly with the text, so that no pattern can hang a worker. Those that amount to a literal, as
 * most do in practice ({@code .*important.*}), are searched in the bytes.
 */
package io.streambus.connect.filter;
