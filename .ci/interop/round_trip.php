<?php
// The forms that one property can have come back as they came, through the client that openapi-generator makes.

spl_autoload_register(function (string $class) use ($argv): void {
    require $argv[1] . '/' . strtr(substr($class, strlen('FortiNac\\')), '\\', '/') . '.php';
});

$records = [
    'User' => ['{"id":31,"state":1,"lastModifiedDate":1692985235000}', '{"id":31,"state":"OK","creationTime":"2023-08-25"}'],
    'UserHostProfile' => ['{"dbid":1,"DBID":2,"GUID":3,"filterSet":["text",{"type":1}]}'],
];
foreach ($records as $model => $examples) {
    foreach ($examples as $example) {
        $record = FortiNac\ObjectSerializer::deserialize(json_decode($example), "FortiNac\\Model\\$model", []);
        $written = json_decode(json_encode(FortiNac\ObjectSerializer::sanitizeForSerialization($record)), true);
        // The client writes null for each property that was not there.
        $written = array_filter($written, fn($value) => $value !== null);
        if ($written != json_decode($example, true)) {
            fwrite(STDERR, "$model: $example became " . json_encode($written) . "\n");
            exit(1);
        }
    }
}
echo "numbers, texts and names through the PHP client: ok\n";
