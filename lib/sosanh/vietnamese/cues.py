"""The words that say what the number after them is, and those that say what a number counts.

Lists of Vietnamese words, lower-case, and nothing else: to teach the reader a new turn of phrase, add it here and
a paragraph to the corpus. A phrase stands at the number it speaks of (``ngày 5``, ``Nghị quyết số 57``).
"""

import re


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(";"))


# --- after a number -----------------------------------------------------------------------------------------
GOES_ON = words(
    "của và về do được tại trong trên với để là có đã đang sẽ cho theo từ đến tới hoặc hay thì nhằm ở bởi thuộc "
    "mà nên cũng như vào khi sau trước giữa này đó nêu gồm bao ngày năm tháng nhưng còn bị phải cần chưa không "
    "vừa vẫn rất đạt quy hướng triển phê chính gắn nhân tổ lên xuống nhất tiếp ra cùng ban tăng giảm - – & / +"
)  # the number is over: what follows is not the thing it counts
COUNTED = words(
    "người hộ triệu tỷ tỉ nghìn ngàn năm tháng ngày tuần giờ phút lượt lần đồng m km ha mét tấn kg trang em học "
    "giáo cán bệnh cơ đơn dự công tiêu chỉ nội nhiệm giải mục lĩnh hồ thủ dịch tài doanh hợp sản văn cuộc buổi "
    "đoàn trạm phần hệ mô máy thiết trường ý phương vấn căn chiếc cái con cây xe tàu thành lớp xã hội khách đại "
    "đảng viên thí cặp suất bộ chữ điểm bước biện nhóm đề loại ca mẫu trẻ sinh tác phiếu thôn huyện tỉnh nhà "
    "ngôi mặt bác lao bài khóa khoá cụm nền ứng giấy quyết nghị kế chương trụ cửa phòng địa mũi liều vụ tên kênh "
    "bản gói nguồn khoản món hạng tuyến camera thẻ"
)  # first words of what is counted
PEOPLE = COUNTED - words("xã huyện tỉnh thôn phòng nhà hội thành đại viên cụm tuyến trường khóa khoá lớp")
PER = words("lượt lần buổi ca chuyến bữa suất người triệu tỷ nghìn trường hộ cuộc giờ")  # "ngày 2 lần"
PER_YEAR = words("hằng hàng âm dương")  # "10/3 âm lịch", "30/6 hằng năm"

# --- dates --------------------------------------------------------------------------------------------------
DATE = {
    "ngày": 31, "mùng": 15, "mồng": 15, "sáng": 31, "trưa": 31, "chiều": 31, "tối": 31, "đêm": 31, "hôm": 31,
    "tháng": 12, "quý": 4, "tuần": 53, "năm": 2999, "năm học": 2999, "thế kỷ": 30, "thế kỉ": 30, "thập niên": 2999,
    "thập kỷ": 2999, "những năm": 2999, "giai đoạn 20": 99, "rằm tháng": 12,
}  # a cue, and the highest number it takes  # fmt: skip
DAY = words("ngày sáng trưa chiều tối đêm hôm mùng mồng lễ tết nghỉ khánh dịp giỗ vía")
SINCE = words("từ đến tới trước sau vào kể hết qua hạn cuối đầu là")
EVERY = words("mỗi một hằng hàng từng nửa cả mấy vài nhiều bình")
WEEKLY = words("hằng hàng tuần")
WEEKDAY = words("sáng trưa chiều tối từ đến vào ngày và")
CLOCK = words("lúc vào hồi từ đến tới trước khoảng")
AT = CLOCK - words("khoảng") | words("đầu mạc hành họp")  # "khai mạc 8 giờ 30 phút"
AT_ABOUT = phrases("vào khoảng; lúc khoảng; hồi khoảng")
ALONE = re.compile(r"[Tt]hời gian[^\n]*:\s*\n|\n\s*phút\s*\.?$")  # "Thời gian xử lý: 2 giờ 15 phút"
CLOCK_AFTER = words("sáng trưa chiều tối đêm ngày kém rưỡi cùng hôm hằng hàng")
PERIOD_GOES_ON = words("ước tăng giảm cao thấp đạt")  # "6 tháng ước tăng": half a year, not a duration
SHORTER = words("giảm rút còn xuống lên tăng mất tốn tiết")  # "giảm từ 5 giờ còn 2 giờ": how long, not when
PERIOD_ENDS = words(
    "sau trước nữa tuổi liền liên là một mỗi trở thì và hay hoặc để kể tù /"
)  # "6 tháng sau": not a part of a year
COUNTING = phrases(
    "có; được; đạt; là; trả; nhận; xử lý; giải quyết; gồm; hơn; trên; gần; khoảng; giao; bán; tặng; trao; thu; lập; "
    "gửi; chi; xây; trồng; nuôi; đón; tuyển"
)  # before "1990 kết quả"
LASTING = phrases(
    "trong; sau; vòng; suốt; quá; kéo dài; mất; hết; dài; trong vòng; gần; hơn; tối đa; tối thiểu; ít nhất; "
    "không quá; chỉ; còn"
)
DATE_WORD = re.compile(r"(?:T[0-9]{1,2}|Q[1-4]|Q?[IVX]+)[/-][0-9]{4}|T[0-9]{1,2}|[0-9]{2,4}s", re.ASCII)

# --- documents ----------------------------------------------------------------------------------------------
NUMBERED_DOCUMENTS = phrases(
    "nghị quyết; nghị định; thông tư; đề án; chỉ thị; công văn; chương trình; tờ trình; pháp lệnh; công điện; "
    "sắc lệnh; thông tư liên tịch; qđ; nq; nđ; tt; tttl; ct; cv; kh; tb; kl; hd; dự án luật; tổ công tác; "
    "tổ đề án"
)
DATED_DOCUMENTS = phrases(
    "luật; hiến pháp; kế hoạch; chương trình; đề án; nghị quyết; điều; mục tiêu; bộ luật; báo cáo; pháp lệnh"
)
DOCUMENTS = frozenset(
    NUMBERED_DOCUMENTS
    + phrases(
        "quyết định; kế hoạch; luật; thông báo; kết luận; hướng dẫn; quy định; báo cáo; văn bản; quy chế; giấy phép; "
        "biên bản; thông tri; quy chuẩn; tiêu chuẩn; hợp đồng; giấy chứng nhận; chứng chỉ; bản án; lệnh; giấy mời; "
        "hiệp định; công hàm; sắc luật; nghị quyết liên tịch"
    )
)
PARTS_OF_LAW = phrases(
    "điều; khoản; chương; mục; phụ lục; tiểu mục; điểm khoản; biểu; biểu số; mẫu số; phụ lục số; biểu mẫu số"
)
NOT_LAW = phrases(
    "danh mục; chuyên mục; hạng mục; tài khoản; một khoản; nhiều khoản; các khoản; trăm điều; một điều; giáo điều"
)
LAW_GOES_ON = words("khoản mục điểm điều chương quyết nghị luật thông hiến bộ quy")
LEGAL_WORD = re.compile(r"(?:NQ|QĐ|NĐ|TT|CT|KH|QH|TB|KL)-?[0-9]+$", re.ASCII)
LAW_ACTS = words("giao ban sửa bổ yêu thay bãi ký xác đặt các kèm chấp kết nâng hỗ đưa")  # "Quyết định 131 giao …"
DIGITAL = words(
    "đổi tế hội quyền ký liệu tảng nghệ hóa hoá dân tổng chỉ con trong đa thiểu hệ tỷ tỉ tần doanh năng trường "
    "thuật thư mã đại vô một lượng các những này sinh phẩm dạng tham biến thông học vụ thị dịch lực và ứng dụng "
    "thức điểm kỹ"
)  # "chuyển đổi số", "tổng số": here `số` numbers nothing

# --- pages --------------------------------------------------------------------------------------------------
PAGES = phrases("trang; tr; trang số; ảnh số; hình số; bảng số; biểu đồ; sơ đồ; đồ thị; đồ họa; đồ hoạ")
FOOTNOTES = re.compile(r"\[[0-9,; –-]{0,12}$"), re.compile(r"[0-9,; –-]{0,12}\]")  # "[7]", "[3, 4]"
PICTURES = words("Ảnh Hình Bảng Infographic Clip Video Photo")
COUNTER = re.compile(
    r"(?:lượt (?:xem|đọc|truy cập|thích|chia sẻ|tải|nghe)|truy cập hiện tại|đang (?:truy cập|online|xem)|đã xem|"
    r"số truy cập|tổng (?:số )?(?:lượt )?truy cập|bình luận|ý kiến(?: bạn đọc)?|hôm nay|hôm qua|tuần này|tháng này|"
    r"bài viết là|online|views?|cỡ chữ|like|share)\s{0,3}[:(]\s{0,3}$|"
    r"^\s*(?:lượt (?:xem|đọc|truy cập)|views?)\s{1,3}$",
    re.IGNORECASE,
)
COUNTER_LINE = re.compile(
    r"\W{0,9}(?:hôm nay|hôm qua|tuần \w+|tháng \w+|năm \w+|tất cả|tổng \w+(?: \w+){0,3}|tổng|"
    r"lượt \w+(?: \w+){0,3}|đang \w+(?: \w+){0,2}|khách|thành viên)\s{0,3}:\s{0,3}[0-9][0-9.,]*\s{0,9}",
    re.IGNORECASE,
)

# --- places -------------------------------------------------------------------------------------------------
PLACES = phrases(
    "đường; phố; ngõ; ngách; hẻm; kiệt; tổ; ấp; khóm; thôn; xóm; bản; buôn; khu; khu phố; tổ dân phố; khu vực; "
    "phường; quận; quốc lộ; ql; tỉnh lộ; hương lộ; huyện lộ; đường tỉnh; đường huyện; cao tốc; km; lô; tầng; "
    "lầu; phòng; số nhà; nhà số; block; tòa; toà; tiểu khu; đường số; khu phố số; tổ số; ấp số; dãy; kênh; đt; "
    "kilômét; cột mốc; khoảnh; làng"
)
NOT_PLACES = phrases(
    "quân khu; chiến khu; phiên bản; văn bản; căn bản; cơ bản; ấn bản; biên bản; bình phường; văn phòng; "
    "tiền phòng; con đường; ti lô; của tổ; trên đường"
)
STREETS = words("đường phố ngõ hẻm đại ngách kiệt lê nguyễn trần")
HOUSES = phrases("tại số; địa chỉ số; nhà số; ở số; trụ sở số; chỉ số; sở số; số")
ROAD_WORD = re.compile(r"(?:QL|TL|HL|ĐT|DT|ĐH|CT|Km|KM)\.?-?[0-9]")

# --- levels, rows, ranks ------------------------------------------------------------------------------------
LEVELS = {
    "mức độ": 9, "cấp độ": 9, "mức": 5, "cấp": 17, "lớp": 12, "khối": 12, "loại": 5, "bậc": 9, "hạng": 5, "trình độ": 9,
    "tuyến": 4, "vùng": 4, "hạng mục": 0, "độ": 4, "trường chuẩn mức": 5, "cấp học": 3, "khối lớp": 12,
}  # a cue, and its highest step  # fmt: skip
SURE_LEVELS = phrases(
    "mức độ; cấp độ; bão cấp; gió cấp; giật cấp; đô thị loại; trường cấp; học sinh lớp; học sinh khối; nhà cấp"
)
ORDINALS = phrases(
    "lần; lần thứ; khóa; khoá; kỳ; kỳ họp; kỳ họp thứ; đợt; vòng; giai đoạn; bước; phần; tập; bài; câu; quyển; "
    "học kỳ; số báo; phiên; phiên họp; pha; tiết; trận; mũi; liều; nhiệm kỳ; phiên thứ; vị trí số; nhóm; "
    "phương án; trường hợp; tiêu chí; chỉ tiêu; tiêu chí số; mục tiêu; nội dung; hạng mục; học phần; chủ đề; "
    "câu hỏi; ca; bệnh nhân; bệnh nhân số; trụ cột"
)
LASTS = words("days weeks months years hours minutes")
SURE_ORDINALS = phrases(
    "giai đoạn; đợt; khóa; khoá; học kỳ; nhiệm kỳ; kỳ họp; kỳ họp thứ; lần thứ; phiên họp; phiên thứ"
)  # whatever follows: "giai đoạn 2 dự án"
RANK = phrases(
    "tốp; xếp hạng; xếp thứ; đứng thứ; vị trí thứ; vị trí; thứ hạng; xếp vị trí; top; đứng hạng; hạng thứ; "
    "đứng vị trí; xếp ở vị trí; đứng vị trí thứ; xếp vị trí thứ; vươn lên thứ; lên thứ; ở thứ; "
    "đứng ở vị trí thứ; lọt top; xếp hạng thứ; về thứ; xuống thứ; hạng chung; vị trí số; đứng số; "
    "ngôi vị số; vị thế số; thứ hạng số"
)
RANK_GROUP = phrases(
    "trong nhóm; thuộc nhóm; vào nhóm; lọt nhóm; đứng nhóm; trong tốp; vào tốp; thuộc tốp; lọt tốp; nằm nhóm"
)
RANKED = words("tỉnh địa nước quốc thành dẫn cao tốt đơn đứng huyện")
RANK_AMONG = words("cả toàn trong trên khu vùng")  # "xếp thứ 4 toàn tỉnh"
RANKING = COUNTED - GOES_ON | words("sở di htx ban địa")  # "xếp hạng 12 di tích" ranks twelve, "xếp hạng 12" is a rank
AMONG = phrases("trong; thuộc; vào; lọt; trong số; thuộc số; vào số")
AMONG_THESE = RANKED | words("xã phường trường sở ngành cơ doanh bệnh hợp")
_WITHIN = r"(?:[^.,;:()]|,(?= (?:thành|ngành|huyện|xã|phường|đơn)\b)){0,60}?"
FIRST = re.compile(rf" {_WITHIN}\b(?:dẫn đầu|đứng đầu|hàng đầu|(cao nhất|tốt nhất))\b")  # "trong 10 tỉnh dẫn đầu"
PLACED = words("thứ hạng trí")
CLASS = phrases(
    "viện hạng; viên hạng; chức hạng; lái xe hạng; bằng hạng; phòng khám hạng; đô thị hạng; huân chương hạng; "
    "chương hạng; trường hạng; binh hạng"
)

# --- telephones ---------------------------------------------------------------------------------------------
TELEPHONE = re.compile(
    r"(?<!\w)(?:điện thoại|hotline|hot line|đường dây nóng|tổng đài|đt|đtdđ|sđt|tel|phone|fax|zalo|số máy|máy lẻ|"
    r"đầu số|cấp cứu|liên hệ|gọi (?:đến|tới|số|ngay)|mobile)(?: (?:số|hỗ trợ|quốc gia|miễn phí|qua số|gọi|điện thoại))?"
    r"\s{0,2}[:.]?\s{0,2}\(?\+?$",
    re.IGNORECASE,
)

# --- names --------------------------------------------------------------------------------------------------
NAMED = phrases(
    "ron; windows; office; android; ios; iphone; galaxy; ipad; microsoft; photoshop; chatgpt; gpt; web; wifi; wi-fi; "
    "usb; bluetooth; sea games; asiad; iso; iso/iec; tcvn; qcvn; tiêu chuẩn iso; vitamin; airbus; boeing; covid; "
    "quân khu; sư đoàn; trung đoàn; lữ đoàn; quân đoàn; binh đoàn; tiểu đoàn; đại đội; hải đoàn; vtv; htv; "
    "kênh vtv; iec; euro; world cup; festival; tàu; lô xe; xe tăng; giống; số hiệu; mã số; mã; model; "
    "công trường; nông trường; xí nghiệp; đội; trạm; tháp; biển số; apollo; galaxy s; redmi; core i; geforce; "
    "pentium; tiểu đội; trung đội; f; mác; euro-; vneid; vnpt; chuẩn; pm; phân bón npk; quỹ; hộp thư; cov; ncov"
)
PER_HEADS = re.compile(r"[^\W\d_] ?/ ?$")  # "giường/10.000 dân": so many for so many heads
PER_RATE = re.compile(r"(?:tính|[0-9] (?:\w+ ){1,3})\s?trên $")  # "24,7 thuê bao trên 100 dân"
HEADS = words("dân người trẻ ca cư phụ bà lao")
ONE = words("số vài cách chút ít")  # "1 số xã" is some communes
ONE_DOOR = phrases("bộ phận; cơ chế; hồ sơ; thủ tục; hệ thống; dịch vụ; quầy")  # "bộ phận 1 cửa"
NAMED_BY_NUMBER = phrases(
    "trường số; thcs số; thpt số; học số; non số; viện số; khoa số; tổ số; đội số; cụm số; trạm số; cầu số; "
    "cống số; cảng số; nhà máy số; nghiệp số; cửa số; phố số; mầm non số; phòng số; lô số; bàn số; tàu số; "
    "xe số; tâm số; chợ số; hồ số; bến số; quầy số; ô số; ấp số"
)
INSTITUTIONS = words(
    "trường học thcs thpt non viện trạm xã phường cầu hồ nhà máy cảng chợ công ty khu cụm xe tàu dự án đường app mềm"
)
CAPITAL_NO_NAME = words(
    "UBND HĐND GD&ĐT TP Tỉnh Có Với Trong Hiện Đến Gần Hơn Trên Khoảng Sau Cùng Thêm Còn Chỉ Các Là Và Từ Tại Toàn Năm"
)

# --- lists --------------------------------------------------------------------------------------------------
LIST_GAPS = frozenset(
    (",", ";", *phrases("và; hoặc; hay; -; –; &; giờ; đến; tới; /; cùng; với; đến ngày; và ngày; - ngày; , và"))
)
NUMBERED_GAPS = (", số", "và số", "; số")
RANK_GAPS = (", thứ", "và thứ", "; thứ", ", hạng", "và hạng", "; hạng")
NUMBERED = frozenset(
    phrase.split()[-1] for phrase in (*DATE, *LEVELS, *DOCUMENTS, *PARTS_OF_LAW, *ORDINALS, *PLACES)
) - words("thứ hạng số vị trí")  # the number behind these is no amount

# --- enumerators --------------------------------------------------------------------------------------------
LINE_START = re.compile(r"[\s\-–*+•#>(]*(?:[a-zđ]\)\s?|Câu |Bài |Phần |Mục |Bước )?", re.IGNORECASE)
