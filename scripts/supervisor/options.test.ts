import { expect, test } from "vitest";
import { readOptions } from "./options";

test("defaults of one machine", () => {
  expect(readOptions([], {}, "/home/x/partwise")).toEqual({
    dev: false,
    port: 3000,
    host: "127.0.0.1",
    publicUrl: "http://localhost:3000",
    dataDir: "/home/x/partwise/.partwise",
    databaseUrl: null,
  });
});

test("the command line goes before the environment", () => {
  const options = readOptions(
    ["--dev", "--port", "4100"],
    { PORT: "5000", PARTWISE_DATA_DIR: "/data" },
    "/x",
  );
  expect(options).toMatchObject({
    dev: true,
    port: 4100,
    publicUrl: "http://localhost:4100",
    dataDir: "/data",
  });
});

test.each(["0", "70000", "http", "3e3", "-1"])("“%s” is no port", (port) => {
  expect(() => readOptions([], { PORT: port }, "/x")).toThrow(/is not a port/);
});

test("an option nobody knows is an error", () => {
  expect(() => readOptions(["--prot", "1"], {}, "/x")).toThrow();
});
